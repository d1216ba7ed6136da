import { describe, expect, test } from 'vitest'
import { retrieval } from '../../src/heads/retrieval.ts'
import { random } from '../../src/kernels/random.ts'
import { similarities, similarityRanks } from '../../src/kernels/similarity-ranks.ts'
import { fitPredict, matrix } from '../heads-golden.ts'

const [stimuli, depth, cols] = [24, 6, 10]
const draw = random(9)
const mixing = Float64Array.from({ length: depth * cols }, draw.normal)
const vectors = Float64Array.from({ length: stimuli * depth }, draw.normal)

/** Rows that hold the vector of their stimulus, mixed and with noise. */
function seen(which: readonly number[], noise: number) {
  const values = which.flatMap((s) =>
    Array.from({ length: cols }, (_, c) => {
      let sum = noise * draw.normal()
      for (let d = 0; d < depth; d++) sum += vectors[s * depth + d] * mixing[d * cols + c]
      return sum
    }),
  )
  const y = Float64Array.from(
    which.flatMap((s) => [...vectors.subarray(s * depth, (s + 1) * depth)]),
  )
  return { x: matrix(values, cols), labels: { y, classes: 0 } }
}

describe('retrieval', () => {
  test.each(['cosine', 'candidate'])('by %s, stimuli that were never seen are found', (score) => {
    const train = seen(
      Array.from({ length: 160 }, (_, i) => i % 16),
      0.5,
    )
    const unseen = Array.from({ length: 8 }, (_, i) => 16 + i)
    const { x } = seen(unseen, 0.5)
    const found = fitPredict(retrieval, { score, epochs: 400 }, train, x)
    const ranks = similarityRanks(similarities(found, vectors, depth, 'cosine'), stimuli)
    const own = unseen.map((s, r) => ranks[r * stimuli + s])
    expect(own.filter((rank) => rank <= 3).length).toBeGreaterThanOrEqual(7)
  })

  test('one vector in all is nothing to tell apart', () => {
    const { x, labels } = seen([1, 1, 1], 1)
    expect(() => fitPredict(retrieval, {}, { x, labels }, x)).toThrow(/one-class/)
  })
})

import { describe, expect, test } from 'vitest'
import { metricNamed } from '../../src/evaluation/metrics.ts'
import { firstAmong } from '../../src/evaluation/retrieval.ts'
import { random } from '../../src/kernels/random.ts'

/** Four candidates on the axes; rows point to the first, the second, between all, and wrongly. */
const candidates = { values: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, -1, 0, 0), width: 3 }
const answers = {
  prediction: [],
  scores: [2, 0.1, 0, 0.2, 1, 0.3, 0.5, 0.5, 0.4, -1, 0.2, 0.1],
  classes: 0,
  positive: -1,
  candidates,
}
const truth = [0, 1, 2, 0]
const value = (use: string, weights = [1, 1, 1, 1]) =>
  metricNamed(use)?.judge(answers)(truth, weights) ?? Number.NaN

describe('retrieval metrics', () => {
  test('by hand: the ranks of the own vectors are 1, 1, 3 and 4', () => {
    expect(value('top1')).toBe(0.5)
    expect(value('top5')).toBe(1)
    expect(value('medianRank')).toBe(2)
    expect(value('reciprocalRank')).toBeCloseTo((1 + 1 + 1 / 3 + 1 / 4) / 4, 12)
    expect(value('cosine')).toBeLessThan(1)
  })

  test('weights are repetitions', () => {
    expect(value('top1', [2, 0, 1, 1])).toBe(0.5)
    expect(value('medianRank', [3, 0, 0, 1])).toBe(1)
    expect(value('medianRank', [1, 0, 0, 1])).toBe(2.5)
  })

  test('chance depends on the number of candidates', () => {
    expect(metricNamed('top5')?.chanceOf?.(50)).toBe(0.1)
    expect(metricNamed('top10')?.chanceOf?.(4)).toBe(1)
    expect(metricNamed('twoWay')?.chanceOf?.(9)).toBe(0.5)
  })

  test('among 50: exact, as drawing says, and not defined with fewer', () => {
    expect(firstAmong(50, 1, 80)).toBe(1)
    expect(firstAmong(2, 3, 5)).toBe(0.5)
    expect(firstAmong(50, 1, 49)).toBeNaN()
    const draw = random(3)
    let first = 0
    for (let i = 0; i < 20_000; i++) {
      const others = draw.shuffle(
        Array.from({ length: 59 }, (_, k) => (k < 1 ? 'before' : 'behind')),
      )
      if (!others.slice(0, 49).includes('before')) first++
    }
    expect(Math.abs(firstAmong(50, 2, 60) - first / 20_000)).toBeLessThan(0.01)
  })

  test('two-way identification of vectors that are right is 1, of any others a half', () => {
    const draw = random(5)
    const values = Float64Array.from({ length: 400 * 6 }, draw.normal)
    const codes = Array.from({ length: 400 }, (_, r) => r)
    const judge = (scores: ArrayLike<number>) =>
      metricNamed('twoWay')?.judge({ ...answers, scores, candidates: { values, width: 6 } })
    const ones = new Array<number>(400).fill(1)
    expect(judge(values)?.(codes, ones)).toBe(1)
    const other = Float64Array.from({ length: 400 * 6 }, draw.normal)
    expect(Math.abs((judge(other)?.(codes, ones) ?? 0) - 0.5)).toBeLessThan(0.05)
  })

  test('the correlation of each number is the mean over numbers that vary', () => {
    const four = { values: Float64Array.of(1, 5, 2, 5, 3, 5, 4, 5), width: 2 }
    const scores = [2, 0, 4, 1, 6, 0, 8, 1]
    const judge = metricNamed('vectorPearson')?.judge({ ...answers, scores, candidates: four })
    expect(judge?.([0, 1, 2, 3], [1, 1, 1, 1])).toBeCloseTo(1, 12)
    expect(judge?.([3, 2, 1, 0], [1, 1, 1, 1])).toBeCloseTo(-1, 12)
  })
})

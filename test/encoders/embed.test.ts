import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/encoders/block.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import { embed } from '../../src/encoders/embed.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { random } from '../../src/kernels/random.ts'
import { fixtures, shipped } from './model-folder.ts'

function noise(rows: number, channel: number, time: number, depth = 256): Block {
  const draw = random(rows + 100 * channel + 10_000 * time)
  const values = Float32Array.from({ length: rows * channel * time * depth }, draw.normal)
  return { rows, channel, time, depth, values }
}

const output = 'embedding'
const wavelet = () => preflight(loadModelCard('wavelet-encoder', [shipped]))
const batchEncoder = () => preflight(loadModelCard('batch-encoder', [fixtures]))

describe('embed', () => {
  test('each window, channel and patch has 24 numbers', async () => {
    const { values, axes } = await embed(await wavelet(), noise(3, 2, 4), { output })
    expect(axes).toEqual([2, 4, 24])
    expect(values).toHaveLength(3 * 2 * 4 * 24)
  })

  test('a model whose windows see each other still gives what each gives alone', async () => {
    const block = noise(7, 1, 1, 32)
    for (const batch of [1, 3, 7]) {
      const { values } = await embed(await batchEncoder(), block, { output, batch })
      expect(values).toEqual(block.values)
    }
    const { sameBytes } = await batchEncoder()
    expect(sameBytes.get('embedding,7,1,1,32')).toBe(false)
  })

  test('a window that is not finite has NaN and leaves the others alone', async () => {
    const block = noise(4, 2, 1)
    const { values: clean } = await embed(await wavelet(), block, { output })
    const spoilt = block.values.slice()
    spoilt[2 * 512 + 17] = Number.NaN
    spoilt[3 * 512] = Number.POSITIVE_INFINITY
    const { values } = await embed(await wavelet(), { ...block, values: spoilt }, { output })
    expect(values.subarray(0, 2 * 48)).toEqual(clean.subarray(0, 2 * 48))
    expect(values.subarray(2 * 48).every(Number.isNaN)).toBe(true)
  })

  test('windows that are all not finite have the usual width', async () => {
    const block = noise(2, 3, 2)
    block.values.fill(Number.NaN)
    const { values, axes } = await embed(await wavelet(), block, { output })
    expect(axes).toEqual([3, 2, 24])
    expect(values).toEqual(new Float32Array(2 * 3 * 2 * 24).fill(Number.NaN))
  })

  test('finite samples whose embedding is not finite end the run', async () => {
    const block = noise(1, 1, 1)
    block.values.fill(1e38)
    await expect(embed(await wavelet(), block, { output })).rejects.toMatchObject({
      code: 'model-failed',
    })
  })

  test('an output that the graph does not have cannot be run', async () => {
    const failing = embed(await wavelet(), noise(1, 1, 1), { output: 'attention' })
    await expect(failing).rejects.toMatchObject({ code: 'model-failed' })
  })
})

describe('properties', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 12 }),
  )

  test('the number of windows in a batch changes no bit', async () => {
    const model = await wavelet()
    await fc.assert(
      fc.asyncProperty(sizes, async ([rows, channel, time, batch]) => {
        const block = noise(rows, channel, time)
        const alone = await embed(model, block, { output, batch: 1 })
        const together = await embed(model, block, { output, batch })
        expect(together).toEqual(alone)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('twice the amplitude adds the logarithm of four', async () => {
    const model = await wavelet()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), async (rows) => {
        const block = noise(rows, 1, 1)
        const loud = { ...block, values: block.values.map((v) => 200 * v) }
        const louder = { ...block, values: block.values.map((v) => 400 * v) }
        const a = await embed(model, loud, { output })
        const b = await embed(model, louder, { output })
        b.values.forEach((v, i) => {
          expect(v - a.values[i]).toBeCloseTo(Math.log(4), 4)
        })
      }),
      { seed: 1, numRuns: 10 },
    )
  })
})

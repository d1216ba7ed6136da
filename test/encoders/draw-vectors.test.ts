import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Block } from '../../src/encoders/block.ts'
import { loadModelCard } from '../../src/encoders/card.ts'
import { type Draws, drawVectors } from '../../src/encoders/draw-vectors.ts'
import { preflight } from '../../src/encoders/preflight.ts'
import { random } from '../../src/kernels/random.ts'
import { expectClose } from '../close.ts'
import { fixtures } from './model-folder.ts'

function noise(rows: number, channel = 2, first = 0): Block {
  const draw = random(channel)
  const all = Float32Array.from({ length: (first + rows) * channel * 64 }, draw.normal)
  const values = all.slice(first * channel * 64)
  const window = Int32Array.from({ length: rows }, (_, r) => first + r)
  return { rows, channel, time: 1, depth: 64, values, known: { window } }
}

const model = () => preflight(loadModelCard('dropout-encoder', [fixtures]))
const asked = { output: 'embedding', axes: ['batch', 'channel', 3], pool: 'mean' } as const
const drawn = async (block: Block, draws: Draws, more: { seed?: number; batch?: number } = {}) =>
  drawVectors(await model(), block, { ...asked, ...more, draws })

describe('drawVectors', () => {
  test('both are the means and then the variances, with names', async () => {
    const block = noise(3)
    const both = await drawn(block, { count: 6, give: 'both' })
    const { values: means } = await drawn(block, { count: 6, give: 'mean' })
    const { values: variances, names } = await drawn(block, { count: 6, give: 'variance' })
    for (let r = 0; r < 3; r++) {
      const row = both.values.subarray(12 * r, 12 * r + 12)
      expect(row.subarray(0, 6)).toEqual(means.subarray(6 * r, 6 * r + 6))
      expect(row.subarray(6)).toEqual(variances.subarray(6 * r, 6 * r + 6))
    }
    expect([both.names?.[0], both.names?.[11], names]).toEqual(['mean0', 'variance5', undefined])
    expect(variances.some((v) => v > 0)).toBe(true)
  })

  test('many runs come near the graph without dropout', async () => {
    const block = noise(1)
    const kept = { ...block, known: { byInput: { noise: new Float32Array(8).fill(9) } } }
    const whole = (await drawVectors(await model(), kept, asked)).values.map((v) => 0.8 * v)
    const { values } = await drawn(block, { count: 2000, give: 'mean' })
    expectClose(values, whole, { absolute: 0.1, why: 'the mean of 2000 draws' })
  })

  test('the seed decides, and each run has numbers of its own', async () => {
    const block = noise(2)
    const draws = { count: 3, give: 'variance' } as const
    const one = await drawn(block, draws, { seed: 1 })
    expect(await drawn(block, draws, { seed: 1 })).toEqual(one)
    expect(await drawn(block, draws, { seed: 2 })).not.toEqual(one)
  })

  test('a window with NaN has NaN means and variances, others stay', async () => {
    const block = noise(3)
    const spoilt = { ...block, values: block.values.with(130, Number.NaN) }
    const { values: clean } = await drawn(block, { count: 4, give: 'both' })
    const { values } = await drawn(spoilt, { count: 4, give: 'both' })
    expect(values.subarray(12, 24).every(Number.isNaN)).toBe(true)
    expect(values.subarray(0, 12)).toEqual(clean.subarray(0, 12))
    expect(values.subarray(24)).toEqual(clean.subarray(24))
  })
})

describe('properties', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 6 }),
    batch: fc.integer({ min: 1, max: 8 }),
    count: fc.integer({ min: 2, max: 5 }),
  })

  test('neither batches nor the windows beside it change a window', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ rows, batch, count }) => {
        const draws = { count, give: 'both' } as const
        const { values: all } = await drawn(noise(rows), draws, { batch: 1 })
        const { values: batched } = await drawn(noise(rows), draws, { batch })
        const { values: last } = await drawn(noise(1, 2, rows - 1), draws)
        expect(batched).toEqual(all)
        expect(last).toEqual(all.subarray(12 * (rows - 1)))
      }),
      { seed: 1, numRuns: 25 },
    )
  })
})

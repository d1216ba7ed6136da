import { describe, expect, test } from 'vitest'
import { scoreCodes } from '../../src/encoders/score-codes.ts'
import { matrixOf } from '../../src/tables/features.ts'
import { listsOf, type Table } from '../../src/tables/table.ts'
import { axesOf, withTokens } from '../../src/tables/tokens.ts'
import { fixtures, shipped } from './model-folder.ts'
import { useModels } from './use-models.ts'
import { noiseTokens } from './windows.ts'

useModels(fixtures, shipped)

const tokens = noiseTokens({ count: 3, rateHz: 64, samples: 64 * 20 })
const { channel, time } = axesOf(tokens)
const length = 3 * channel * time
const coded = (of: (i: number) => number) => {
  const axes = { ...axesOf(tokens), codes: { levels: 1, size: 4 } }
  return withTokens(tokens, { codes: Int32Array.from({ length }, (_, i) => of(i)), axes })
}
const run = async (table: Table<'tokens'>, options: Record<string, unknown> = {}) => {
  const asked = scoreCodes.options.parse({ model: 'markov-decoder', ...options })
  const context = { tables: {}, seed: 1, encoder: { batch: 2 } }
  return (await scoreCodes.run(table, asked, context)) as Table<'features'>
}

describe('ids that a model tells', () => {
  test('the next id: ids that go on are right, ids that stay are not', async () => {
    const on = matrixOf(await run(coded((i) => i % 4))).values
    expect(on[0]).toBeCloseTo(-Math.log(0.7), 5)
    expect(on[1]).toBeCloseTo(1 / 0.7, 5)
    expect(on[2]).toBe(1)
    const stay = matrixOf(await run(coded(() => 2))).values
    expect(stay[0]).toBeCloseTo(-Math.log(0.3), 5)
    expect(stay[2]).toBe(0)
  })

  test('the first token of a channel does not follow the last of another', async () => {
    const apart = await run(coded((i) => (Math.floor(i / time) + (i % time)) % 4))
    expect(matrixOf(apart).values[2]).toBe(1)
  })

  test('hidden ids: their own scores against what they were', async () => {
    const table = coded((i) => i % 4)
    const mask = Array.from({ length }, (_, i) => i % 3 === 0)
    const original = Int32Array.from({ length }, (_, i) => (i + 1) % 4)
    const hidden = withTokens(table, {
      mask: Uint8Array.from(mask, Number),
      originalCodes: original,
    })
    const { values } = matrixOf(await run(hidden, { predicts: 'hidden' }))
    expect(values[0]).toBeCloseTo(-Math.log(0.7), 5)
    expect(values[2]).toBe(1)
    const none = run(table, { predicts: 'hidden' })
    await expect(none).rejects.toMatchObject({ code: 'column-missing' })
  })

  test('a window with NaN is NaN, unknown ids and a model without scores end', async () => {
    const table = coded((i) => i % 4)
    listsOf(table, 'tokens').values[0] = Number.NaN
    const { values } = matrixOf(await run(table))
    expect([...values.subarray(0, 3)]).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(values[3]).toBeCloseTo(-Math.log(0.7), 5)
    listsOf(table, 'tokens').values[0] = 0
    await expect(run(coded((i) => i % 5))).rejects.toMatchObject({ code: 'model-failed' })
    const other = run(
      coded((i) => i % 4),
      { model: 'wavelet-encoder' },
    )
    await expect(other).rejects.toMatchObject({ code: 'model-input' })
  })
})

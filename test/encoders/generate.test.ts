import { describe, expect, test } from 'vitest'
import { generate } from '../../src/encoders/generate.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { labelNames } from '../../src/tables/keys.ts'
import {
  column,
  columnNames,
  columnsOf,
  f64,
  listsOf,
  makeTable,
  type Table,
} from '../../src/tables/table.ts'
import { axesOf, tokenCodesOf, withTokens } from '../../src/tables/tokens.ts'
import { fixtures, shipped } from './model-folder.ts'
import { useModels } from './use-models.ts'
import { noiseTokens, noiseWindows } from './windows.ts'

useModels(fixtures, shipped)

const run = async <K extends 'windows' | 'tokens'>(
  table: Table<K>,
  options: Record<string, unknown>,
  batch = 16,
  seed = 1,
) => {
  const context = { tables: {}, seed, encoder: { batch } }
  return (await generate.run(table, generate.options.parse(options), context)) as Table<K>
}

/** Windows with a label that the model knows: 0 in the first half of them, 1 in the second. */
function labelled(count: number): Table<'windows'> {
  const windows = noiseWindows({ count, rateHz: 64, samples: 64 })
  const labelId = f64(Float64Array.from({ length: windows.rows }, (_, r) => (r < count ? 0 : 1)))
  const labels = JSON.stringify([...labelNames(windows), 'labelId'])
  return makeTable('windows', { ...columnsOf(windows), labelId }, { ...windows.meta, labels })
}

const schedule = { kind: 'linear', steps: 200, betaStart: 1e-4, betaEnd: 0.1 }
const denoise = { model: 'gaussian-denoiser', schedule, steps: 60, sampler: 'ddim' }

describe('windows', () => {
  test('samples follow the density that the denoiser knows, given the label', async () => {
    const input = labelled(12)
    const found = await run(input, denoise)
    const { values } = listsOf(found, 'samples')
    const mean = (from: number, to: number) =>
      values.subarray(from, to).reduce((sum, v) => sum + v, 0) / (to - from)
    expect(mean(0, values.length / 2)).toBeCloseTo(-4, 0)
    expect(mean(values.length / 2, values.length)).toBeCloseTo(3, 0)
    expect(columnNames(found)).toEqual(columnNames(input))
    expect(column(found, 'labelId').values).toEqual(column(input, 'labelId').values)
  })

  test('a denoiser of whole steps is not told fractions of time', async () => {
    const drawn = run(labelled(2), { ...denoise, sampler: 'predictorCorrector', timeScale: 199 })
    await expect(drawn).rejects.toMatchObject({
      code: 'model-input',
      facts: { contract: 'timestep', found: 'int64' },
    })
  })

  test('the same bytes whatever the batch; another seed is another draw', async () => {
    const short = { ...denoise, sampler: 'ddpm', steps: 8 }
    const bytes = async (batch: number, seed = 1) =>
      Buffer.from(encodeTable(await run(labelled(5), short, batch, seed)))
    const alone = await bytes(1)
    expect((await bytes(4)).equals(alone)).toBe(true)
    expect((await bytes(4, 2)).equals(alone)).toBe(false)
  })

  test('no label, another rate, and steps that do not go are refused', async () => {
    const bare = noiseWindows({ rateHz: 64, samples: 64 })
    await expect(run(bare, denoise)).rejects.toMatchObject({ code: 'model-input' })
    const fast = noiseWindows({ rateHz: 128, samples: 64 })
    await expect(run(fast, denoise)).rejects.toMatchObject({ facts: { contract: 'rate' } })
    const many = run(labelled(2), { ...denoise, steps: 500 })
    await expect(many).rejects.toMatchObject({ code: 'stage-options' })
    const score = run(labelled(2), { ...denoise, predicts: 'score' })
    await expect(score).rejects.toMatchObject({ code: 'stage-options' })
  })
})

describe('codes', () => {
  const coded = () => {
    const tokens = noiseTokens({ count: 6, rateHz: 64, samples: 64 * 20 })
    const axes = { ...axesOf(tokens), codes: { levels: 1, size: 4 } }
    const codes = Int32Array.from({ length: 6 * axes.channel * axes.time }, (_, i) => i % 4)
    return withTokens(tokens, { codes, axes })
  }

  test('each follows the one before it as the decoder says', async () => {
    const options = { model: 'markov-decoder', keep: 2, context: 4 }
    const [input, found] = [coded(), await run(coded(), options)]
    const [given, drawn] = [tokenCodesOf(input).values, tokenCodesOf(found).values]
    let onward = 0
    for (let i = 0; i < drawn.length; i++) {
      const t = i % 20
      if (t < 2) expect(drawn[i]).toBe(given[i])
      else {
        const step = (drawn[i] - drawn[i - 1] + 4) % 4
        expect(step).toBeLessThanOrEqual(1)
        onward += step
      }
    }
    expect(Math.abs(onward / (6 * 2 * 18) - 0.7)).toBeLessThan(0.1)
  })

  test('the most probable code alone goes on and on, whatever the batch', async () => {
    const options = { model: 'markov-decoder', topK: 1 }
    const found = await run(coded(), options, 2)
    const { values } = tokenCodesOf(found)
    expect(values.every((code, i) => i % 20 === 0 || code === (values[i - 1] + 1) % 4)).toBe(true)
    expect(tokenCodesOf(await run(coded(), options, 5)).values).toEqual(values)
  })
})

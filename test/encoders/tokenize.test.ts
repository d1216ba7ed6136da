import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tokenize } from '../../src/encoders/tokenize.ts'
import type { Table } from '../../src/tables/table.ts'
import { axesOf, tokenCodesOf, tokensOf } from '../../src/tables/tokens.ts'
import { runStage } from '../run-stage.ts'
import { fixtures, shipped } from './model-folder.ts'
import { useModels } from './use-models.ts'
import { noiseTokens, noiseWindows } from './windows.ts'

useModels(fixtures, shipped)

const made = { count: 2, rateHz: 64, samples: 128 }
const run = async (table: Table, model = 'chain-encoder') =>
  (await runStage(tokenize, table, { model })) as Table<'tokens'>

describe('tokenize', () => {
  test('tokens get the ids that NumPy finds, and stay as they are', async () => {
    const path = new URL('../golden/encoders/chain.json', import.meta.url)
    const golden = JSON.parse(readFileSync(path, 'utf8')) as { tokens: number[]; codes: number[] }
    const edit = (values: Float32Array) => values.set(golden.tokens)
    const found = await run(noiseWindows({ ...made, edit }))
    expect([...tokenCodesOf(found).values]).toEqual(golden.codes)
    expect(axesOf(found)).toMatchObject({ channel: 2, time: 4, depth: 32, strideS: 0.5 })
    expect(axesOf(found).codes).toEqual({ levels: 1, size: 5 })
    expect([...tokensOf(found).values]).toEqual(golden.tokens.map(Math.fround))
  })

  test('windows and their patches give the same ids; a window with NaN has none', async () => {
    const edit = (values: Float32Array) => {
      values[300] = Number.NaN
    }
    const { values } = tokenCodesOf(await run(noiseWindows({ ...made, edit })))
    expect(values.slice(8)).toEqual(new Int32Array(8).fill(-1))
    const patched = tokenCodesOf(await run(noiseTokens({ ...made, edit }, 0.5)))
    expect(patched.values).toEqual(values)
  })

  test('a model without codes is refused', async () => {
    const wrong = run(noiseWindows(), 'wavelet-encoder')
    await expect(wrong).rejects.toMatchObject({ code: 'model-input', facts: { contract: 'codes' } })
  })
})

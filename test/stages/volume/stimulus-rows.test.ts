import { describe, expect, test } from 'vitest'
import { stimulusRows } from '../../../src/stages/volume/stimulus-rows.ts'
import { makeFeatures, matrixOf } from '../../../src/tables/features.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import { f64Of, listsOf, type Table, textOf } from '../../../src/tables/table.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const values = Float32Array.of(1, 2, 3, 4, 10, 20, 30, 40)
const segment = { channels: ['v', 'w'], startS: 0, rateHz: 0.5, values, index: 0 }
const signals = makeSignals(recordingOf(), [segment], 'percent')

function numbers(rows: readonly (readonly number[])[]): Table<'features'> {
  const window = Int32Array.from(rows, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const keys = { recording: textOf(rows.map(() => 'file')) }
  return makeFeatures(keys, spans, Float32Array.from(rows.flat()), { labels: '[]' })
}

async function run(options: object, rows: readonly (readonly number[])[]) {
  const tables = { features: numbers(rows) }
  const given = { features: 'f.tsv', ...options }
  return (await runStage(stimulusRows, signals, given, tables)) as Table<'features'>
}

describe('stimulusRows', () => {
  const perScan = [[5], [6], [7], [8]]

  test('a row a scan: delayed features, and the response of all channels', async () => {
    const out = await run({ delays: [0, 1] }, perScan)
    expect([...matrixOf(out).values]).toEqual([5, 0, 6, 5, 7, 6, 8, 7])
    expect([...listsOf(out, 'response').values]).toEqual([1, 10, 2, 20, 3, 30, 4, 40])
    expect([...f64Of(out, 'startS')]).toEqual([0, 2, 4, 6])
    expect(labelNames(out)).toContain('response')
    expect(out.meta['names of response']).toBe('["v","w"]')
  })

  test('features of another rate are brought to the scans and summed', async () => {
    const fine = Array.from({ length: 16 }, () => [1, 0])
    const out = await run({ delays: [0], rateHz: 2, bands: { on: 1, off: 1 } }, fine)
    const middle = matrixOf(out).values[2 * 2]
    expect(Math.abs(middle - 4)).toBeLessThan(0.5)
    expect(JSON.parse(out.meta.bands)).toEqual(['on', 'off'])
  })

  test('features that do not fit are refused', async () => {
    await expect(run({}, [[1], [2]])).rejects.toThrow(/length-mismatch/)
    await expect(run({ rateHz: 1 }, perScan)).rejects.toThrow(/length-mismatch.*rateHz/)
    await expect(run({ bands: { a: 2 } }, perScan)).rejects.toThrow(/length-mismatch/)
    await expect(run({}, [[1], [NaN], [1], [1]])).rejects.toThrow(/non-finite/)
  })
})

import { describe, expect, test } from 'vitest'
import { stimulusWindows } from '../../../src/stages/feature/stimulus-windows.ts'
import { momentsEntry } from '../../../src/tables/moments.ts'
import { i32Of, listsOf, type Table } from '../../../src/tables/table.ts'
import { exampleTable, exampleVectors } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const tables = { vectors: exampleVectors() }
const shape = { channels: ['a', 'b'], rateHz: 10, pieces: 3 }
const input = exampleTable('windows', { ...shape, lengthS: 0.5 })
const run = (options: object = {}, of: Table = input) =>
  runStage(stimulusWindows, of, { table: 'x.tsv', by: 'task', ...options }, tables)

describe('stimulusWindows', () => {
  test('a row a window; moments are the middles of whole spans from the stimulus', async () => {
    const found = await run({ binS: 0.2, tminS: -0.1 })
    expect([found.rows, listsOf(found, 'features').size]).toEqual([3, 3])
    const moments = JSON.parse(found.meta[momentsEntry('response')])
    expect(moments).toEqual({ channels: ['a', 'b'], timesS: [-0.05, 0.15] })
    expect(JSON.parse(found.meta['names of response'])).toEqual([
      ...['a -0.05 s', 'a 0.15 s', 'b -0.05 s', 'b 0.15 s'],
    ])
    const { values, size } = listsOf(found, 'response')
    const samples = listsOf(input, 'samples').values
    expect(size).toBe(4)
    expect(values[1]).toBeCloseTo((samples[2] + samples[3]) / 2, 6)
  })

  test('windows of one stimulus make one row, which stands where the first did', async () => {
    const [all, mean] = [await run(), await run({ average: true })]
    expect([mean.rows, ...i32Of(mean, 'window')]).toEqual([1, 0])
    const [own, each] = [mean, all].map((table) => listsOf(table, 'response'))
    const wanted = [0, 1, 2].reduce((sum, r) => sum + each.values[r * each.size] / 3, 0)
    expect(own.values[0]).toBeCloseTo(wanted, 6)
  })

  test('a span below a sample is a sample; a window below a span is refused', async () => {
    expect(listsOf(await run({ binS: 0.001 }), 'response').size).toBe(10)
    await expect(run({ binS: 0.6 })).rejects.toMatchObject({ code: 'signal-too-short' })
  })

  test('no such label, a value without features, bands that do not add up, NaN', async () => {
    await expect(run({ by: 'word' })).rejects.toMatchObject({ code: 'target-missing' })
    await expect(run({ by: 'subject' })).rejects.toMatchObject({ facts: { value: 'S1' } })
    await expect(run({ bands: { one: 2 } })).rejects.toMatchObject({ code: 'length-mismatch' })
    const spoilt = exampleTable('windows', { ...shape, lengthS: 0.5 })
    listsOf(spoilt, 'samples').values[7] = Number.NaN
    await expect(run({}, spoilt)).rejects.toMatchObject({
      code: 'non-finite',
      facts: { window: 0, channel: 'b', sample: 2 },
    })
  })
})

import { expect, test } from 'vitest'
import { segments } from '../../../src/stages/volume/segments.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { closedUp } from '../../../src/tables/own-times.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import { f64Of, type Table, wordsOf } from '../../../src/tables/table.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { runStage } from '../../run-stage.ts'

const values = Float32Array.of(1, 2, 3, 4, 5, 10, 20, 30, 40, 50)
const block = { channels: ['v', 'w'], startS: 0, rateHz: 0.5, values, index: 0 }
const signals = makeSignals(recordingOf(), [block], 'percent')
const run = async (options: object) =>
  (await runStage(segments, signals, options)) as Table<'features'>

test('scan after scan, named by the moment of the run', async () => {
  const out = await run({ scans: 2 })
  expect([...matrixOf(out).values]).toEqual([1, 10, 2, 20, 3, 30, 4, 40])
  expect(wordsOf(out, 'moment')).toEqual(['1:00000', '1:00002'])
  expect([...f64Of(out, 'endS')]).toEqual([4, 8])
  expect([out.meta.depth, JSON.parse(out.meta.names)[3]]).toEqual(['2', 'w scan 1'])
})

test('scans are counted from the beginning of the recording, also beyond a gap', async () => {
  const later = [4, 14].map((startS, index) => ({ ...block, startS, index }))
  const out = await runStage(segments, makeSignals(recordingOf(), later, 'percent'), { scans: 3 })
  expect(wordsOf(out, 'moment')).toEqual(['1:00002', '1:00007'])
  const closed = closedUp(signals)
  await expect(runStage(segments, closed, {})).rejects.toThrow(/closed up/)
})

test('segments that overlap are named by both ends; a short run has none', async () => {
  const out = await run({ scans: 3, strideScans: 1 })
  expect(wordsOf(out, 'moment')).toEqual(['1:00000-00002', '1:00001-00003', '1:00002-00004'])
  expect((await run({ scans: 6 })).rows).toBe(0)
})

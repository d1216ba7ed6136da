import { expect, test } from 'vitest'
import { accuracy } from '../../src/evaluation/classification.ts'
import { outcomeAnswers } from '../../src/evaluation/outcome-answers.ts'
import { makePredictions, outcomeOf } from '../../src/evaluation/predictions.ts'
import { segmentAccuracy } from '../../src/evaluation/segment-matching.ts'
import { targetOf } from '../../src/evaluation/target.ts'
import { nearest } from '../../src/heads/nearest.ts'
import { segments } from '../../src/stages/volume/segments.ts'
import { matrixOf } from '../../src/tables/features.ts'
import { concatTables, takeRows } from '../../src/tables/rows.ts'
import { makeSignals } from '../../src/tables/signals.ts'
import { type Table, wordsOf } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { recordingOf } from '../fixtures/tables.ts'
import { fmriStagesGolden } from '../fmri-stages-golden.ts'
import { fitPredict } from '../heads-golden.ts'
import { runStage } from '../run-stage.ts'

const { people, channels, scans, length, series, cases } = fmriStagesGolden.matching
const names = Array.from({ length: channels }, (_, c) => `c${c}`)

/** The segments of all people, a subject each. */
async function segmentsOfAll(strideScans: number): Promise<Table<'features'>> {
  const size = channels * scans
  const made = Array.from({ length: people }, (_, p) => {
    const values = Float32Array.from(series.slice(p * size, (p + 1) * size))
    const block = { channels: names, startS: 0, rateHz: 0.5, values, index: 0 }
    const recording = { ...recordingOf(), subject: `s${p}`, recording: `s${p}_1` }
    return makeSignals(recording, [block], 'arbitrary')
  })
  const cut = await Promise.all(
    made.map((signals) => runStage(segments, signals, { scans: length, strideScans })),
  )
  return concatTables(cut as Table<'features'>[])
}

test.each(cases)('segments every $stride scans are matched as by NumPy', async (one) => {
  const all = await segmentsOfAll(one.stride)
  const { y, classes } = targetOf(all, 'moment')
  expect(classes).toHaveLength(one.segments)
  const subjects = wordsOf(all, 'subject')
  const found = Array.from({ length: people }, (_, p) => {
    const of = (isOwn: boolean) =>
      Array.from(y.keys()).filter((row) => (subjects[row] === `s${p}`) === isOwn)
    const [train, own] = [of(false), of(true)]
    const labels = { y: Float64Array.from(train, (row) => y[row]), classes: classes.length }
    const x = matrixOf(takeRows(all, train))
    const tested = takeRows(all, own)
    const scores = fitPredict(nearest, { by: 'correlation' }, { x, labels }, matrixOf(tested))
    const target = { name: 'moment', classes, y: Float64Array.from(own, (row) => y[row]) }
    const facts = { fold: 0, unit: 'subject', columns: [], positive: 0 } as const
    const told = makePredictions(tested, { ...facts, target, scores })
    const answers = outcomeAnswers(outcomeOf(told), Int32Array.from(own.keys()))
    return [segmentAccuracy.compute(answers), accuracy.compute(answers)]
  })
  const why = { absolute: 1e-12, why: 'shares of the same counts' }
  const matched = found.map(([value]) => value)
  expectClose(matched, one.matched, why)
  const plain = found.map(([, value]) => value)
  expectClose(plain, one.accuracy, why)
})

test('moments of other runs and those without a span are candidates', () => {
  const answers = { prediction: [1], classes: 3, positive: 2, scores: [1, 3, 2] }
  const judge = (names: string[]) => segmentAccuracy.compute({ ...answers, names, truth: [0] })
  expect(judge(['1:0-4', '1:2-6', '1:4-8'])).toBe(1)
  expect(judge(['1:0-4', '1:2-6', '1:5-9'])).toBe(0)
  expect(judge(['1:0-4', '2:2-6', '1:4-8'])).toBe(0)
  expect(judge(['rest', '1:2-6', '1:4-8'])).toBe(0)
})

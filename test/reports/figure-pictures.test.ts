import { expect, test } from 'vitest'
import { compareRuns } from '../../src/execution/compare-runs.ts'
import { renderComparison } from '../../src/reports/comparison-report.ts'
import { figureFiles } from '../../src/reports/figure-files.ts'
import { renderReport } from '../../src/reports/report.ts'
import type { RunRecord } from '../../src/store/run.ts'
import { pictureGap } from '../fixtures/pictures.ts'
import { makeRun, twoClasses } from './make-record.ts'

const subjects = ['Ann', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn']
const two = makeRun({ ...twoClasses, subjects })
const classes = ['bottle', 'cat', 'chair', 'face', 'house', 'scissors', 'scrambledpix', 'shoe']
const eight = makeRun({ subjects, classes, metrics: ['accuracy'] })
const numbers = makeRun({ subjects, classes: [], metrics: ['r2'] })

const trial = (mean: number) => {
  return { auroc: { mean, low: mean - 0.1, high: mean + 0.05, chance: 0.5, above: true } }
}
const splits = ['window', 'recording', 'session', 'subject'].map((use, i) => {
  return { use, scores: trial(0.95 - 0.08 * i) }
})
const curve = [0, 5, 10].map((shots) => {
  const mean = 0.6 + 0.02 * shots
  return { shots, byMetric: { auroc: { mean, low: mean - 0.1, high: mean + 0.08 } } }
})
const whole: RunRecord = {
  ...two.record,
  ...{ leakCheck: { splits, metric: 'auroc', gap: 0.24 }, curve },
}

const other = (by: number): RunRecord => {
  const { auroc } = whole.scores
  const moved = Object.entries(auroc.perGroup).map(([name, value], i) => [
    name,
    value - by - (i % 3) / 50,
  ])
  const points = curve.map(({ shots, byMetric: { auroc: point } }) => {
    const mean = point.mean - by
    return { shots, byMetric: { auroc: { mean, low: mean - 0.1, high: mean + 0.08 } } }
  })
  const scores = { ...whole.scores, auroc: { ...auroc, perGroup: Object.fromEntries(moved) } }
  return { ...whole, scores, curve: points }
}
const compared = compareRuns(
  [
    { name: 'riemann', record: whole },
    { name: 'band power', record: other(0.03) },
    { name: 'csp', record: other(0.2) },
  ],
  { metric: 'auroc' },
)

const pages = {
  two: renderReport(whole, two.predictions),
  eight: renderReport(eight.record, eight.predictions),
  numbers: renderReport(numbers.record, numbers.predictions),
  compare: renderComparison(compared),
}

test.each([
  ['two', ['groups-auroc', 'confusion', 'roc', 'precision', 'reliability', 'coverage']],
  ['two', ['curve-auroc', 'leak', 'times']],
  ['eight', ['confusion', 'roc']],
  ['numbers', ['groups-r2', 'scatter']],
  ['compare', ['pairs-0', 'ranks-0', 'curves-0']],
] as const)('figures of %s look as they were accepted: %s', async (name, ids) => {
  const files = await figureFiles(pages[name])
  for (const id of ids) {
    expect(String(files.get(`${id}.svg`)), id).not.toMatch(/NaN|undefined|Infinity/)
    const png = files.get(`${id}.png`) ?? new Uint8Array()
    expect(pictureGap(`${name}-${id}`, png), id).toBeLessThan(0.005)
  }
})

import { describe, expect, test } from 'vitest'
import { compareRuns, runName } from '../../src/execution/compare-runs.ts'
import { renderComparison } from '../../src/reports/comparison-report.ts'
import { makeRun, twoClasses } from './make-record.ts'

const { record } = makeRun(twoClasses)
const shifted = (by: number) => ({
  ...record,
  scores: {
    ...record.scores,
    auroc: {
      ...record.scores.auroc,
      perGroup: Object.fromEntries(
        Object.entries(record.scores.auroc.perGroup).map(([name, value], i) => [
          name,
          value - by - (i % 5) / 100,
        ]),
      ),
    },
  },
})
const runs = [
  { name: 'first', record },
  { name: 'second', record: shifted(0.05) },
  { name: 'third <b>', record: shifted(0.2) },
]

describe('compareRuns', () => {
  test('the first metric that all have is taken unless one is named', () => {
    expect(compareRuns(runs).metric).toBe('balancedAccuracy')
    expect(compareRuns(runs, { metric: 'auroc' }).sets[0].pairs[0]).toMatchObject({
      better: 'first',
    })
    expect(() => compareRuns(runs, { metric: 'kappa' })).toThrow(/arguments-invalid.*"auroc"/)
  })

  test('a run without a name has that of its pipeline, and what was swept', () => {
    expect(runName(record)).toBe('made-bandpower')
    const variant = { 'evaluate.head': { lda: {} }, 'stages.bandpass.highHz': 30 }
    expect(runName({ ...record, variant })).toBe('made-bandpower head=lda highHz=30')
    const options = { 'evaluate.head': { svm: { c: 1 } } }
    expect(runName({ ...record, variant: options })).toBe('made-bandpower head={"svm":{"c":1}}')
  })

  test('what cannot be compared is refused', () => {
    const planned = [['first', 'nobody']] as const
    expect(() => compareRuns(runs, { planned })).toThrow(/--planned.*first,nobody/)
    expect(() => compareRuns(runs.slice(0, 1))).toThrow(/two or more/)
    expect(() => compareRuns([runs[0], runs[0]])).toThrow(/different names/)
    const run = { ...record.certificate, unit: 'run' }
    const other = { name: 'other', record: { ...record, certificate: run } }
    expect(() => compareRuns([runs[0], other])).toThrow(/one unit of the split/)
  })

  test('doubts about a run are doubts about a claim', () => {
    const seen = { calibration: { folds: 32, rows: 64 }, transductive: ['subjectCenter'] }
    const certificate = { ...record.certificate, clean: false, ...seen }
    const doubtful = { name: 'doubtful', record: { ...record, certificate } }
    const { doubts } = compareRuns([runs[1], doubtful], { metric: 'auroc' })
    expect(doubts.join(' ')).toMatch(/no clean certificate.*trained on rows.*is transductive/)
  })
})

describe('renderComparison', () => {
  const page = renderComparison(compareRuns(runs, { metric: 'auroc' }))

  test('the page stands by itself, with claims, charts and their numbers', () => {
    expect(page).toContain('It may be claimed that first decodes people like these')
    expect(page).toContain('critical difference')
    expect(page).not.toMatch(/<(script|link|img|iframe)\b/)
    expect(page).not.toContain('third <b>')
    expect(page.match(/role="img" aria-labelledby="/g)).toHaveLength(2)
    expect(page).not.toMatch(/undefined|NaN|\[object/)
    expect(renderComparison(compareRuns(runs, { metric: 'auroc' }))).toBe(page)
  })

  test('curves over calibration rows stand in one chart, with their numbers', () => {
    const point = (shots: number, mean: number) => ({
      shots,
      byMetric: { auroc: { mean, low: mean - 0.05, high: mean + 0.05 } },
    })
    const withCurve = (by: number) => ({
      ...shifted(by),
      curve: [point(0, 0.7 - by), point(5, 0.8 - by)],
    })
    const named = ['plain', 'aligned'].map((name, i) => ({ name, record: withCurve(i / 10) }))
    const compared = compareRuns([...named, runs[0]], { metric: 'auroc' })
    expect(compared.sets[0].curves.map(({ name }) => name)).toEqual(['plain', 'aligned'])
    expect(compared.sets[0].curves[1].points[1]).toMatchObject({ shots: 5, low: 0.65 })
    const shown = renderComparison(compared)
    expect(shown).toContain('plain: from 0.700 with 0 to 0.800 with 5. aligned: from 0.600')
    expect(shown.match(/role="img" aria-labelledby="/g)).toHaveLength(3)
    expect(shown).not.toMatch(/undefined|NaN|\[object/)
  })
})

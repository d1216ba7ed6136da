import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricNamed, metrics } from '../../src/evaluation/metrics.ts'
import { expectClose } from '../close.ts'
import { goldenFile } from '../golden-file.ts'

interface Case {
  readonly name: string
  readonly classes: number
  readonly positive: number
  readonly names?: string[]
  readonly truth: number[]
  readonly prediction: number[]
  readonly scores: number[]
  readonly candidates?: { readonly values: number[]; readonly width: number }
  readonly expected: Record<string, number | null>
}

const file = new URL('../golden/evaluation/metrics.json', import.meta.url)
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[]
const seeded = { seed: 1, numRuns: 50 }

const value = (use: string, answers: Omit<Case, 'name' | 'expected'>) => {
  const metric = metricNamed(use)
  if (!metric) throw new Error(`no metric ${use}`)
  const { candidates, ...rest } = answers
  if (!candidates) return metric.compute(rest)
  const values = Float64Array.from(candidates.values)
  return metric.compute({ ...rest, candidates: { ...candidates, values } })
}

describe('metrics', () => {
  test('each metric is checked against the reference', () => {
    const words = goldenFile<Pick<Case, 'expected'>>('words/words.json')
    const checked = new Set([...cases, words].flatMap((one) => Object.keys(one.expected)))
    expect(metrics.map((metric) => metric.use).filter((use) => !checked.has(use))).toEqual([])
  })

  test.each(cases)('equals scikit-learn, SciPy or NumPy: $name', (one) => {
    for (const [use, expected] of Object.entries(one.expected)) {
      const why = `${use}: the same counts and sums, added in another order`
      expectClose([value(use, one)], [expected ?? Number.NaN], { relative: 1e-12, why })
    }
  })

  test('ties count half in AUROC', () => {
    const answers = { classes: 2, positive: 1, prediction: [0, 0, 0, 0], truth: [0, 0, 1, 1] }
    expect(value('auroc', { ...answers, scores: [1, 0, 0, 1, 0, 1, 0, 2] })).toBe(0.875)
    expect(value('auroc', { ...answers, scores: [1, 1, 1, 1, 1, 1, 1, 1] })).toBe(0.5)
  })

  test('what one class cannot tell is NaN', () => {
    const one = { classes: 2, positive: 1, truth: [1, 1], prediction: [1, 0], scores: [0, 1, 1, 0] }
    expect(value('auroc', one)).toBeNaN()
    expect(value('averagePrecision', one)).toBeNaN()
    expect(value('balancedAccuracy', one)).toBe(0.5)
    const numbers = { classes: 0, positive: -1, truth: [0.1, 0.1, 0.1], prediction: [1, 2, 3] }
    expect(value('r2', { ...numbers, scores: [] })).toBeNaN()
    expect(value('pearson', { ...numbers, scores: [] })).toBeNaN()
    expect(value('mae', { ...numbers, scores: [] })).toBeCloseTo(1.9, 12)
  })

  test('predictions of one class correlate with nothing, as scikit-learn says', () => {
    const scores = [1, 0, 1, 0, 1, 0]
    const same = { classes: 2, positive: 1, truth: [0, 1, 1], prediction: [0, 0, 0], scores }
    expect(value('mcc', same)).toBe(0)
    expect(value('kappa', same)).toBe(0)
    expect(value('mcc', { ...same, truth: [1, 1, 1] })).toBeNaN()
  })

  test('a NaN score makes a ranking metric NaN', () => {
    const answers = { classes: 2, positive: 1, prediction: [0, 1], truth: [0, 1] }
    expect(value('auroc', { ...answers, scores: [1, 0, 0, Number.NaN] })).toBeNaN()
  })
})

describe('properties', () => {
  const rows = fc.array(
    fc.record({ truth: fc.nat(1), score: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.9) }),
    { minLength: 4, maxLength: 40 },
  )
  const answersOf = (list: { truth: number; score: number }[], positive = 1) => ({
    classes: 2,
    positive,
    truth: list.map((row) => row.truth),
    prediction: list.map((row) => Number(row.score > 0.4)),
    scores: list.flatMap((row) => [1 - row.score, row.score]),
  })

  test('weights count rows as if they were repeated', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat(3)), (list, stream) => {
        const weights = list.map(() => stream.next().value as number)
        const repeated = list.flatMap((row, i) => Array(weights[i]).fill(row) as typeof list)
        if (repeated.length === 0) return
        for (const metric of metrics.filter((one) => one.for === 'classes')) {
          const { truth, ...answers } = answersOf(list)
          const weighted = metric.judge(answers)(truth, weights)
          expectClose([weighted], [metric.compute(answersOf(repeated))], {
            absolute: 1e-12,
            why: metric.use,
          })
        }
      }),
      seeded,
    )
  })

  test('AUROC of the other class is the same when its scores mirror these', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const one = value('auroc', answersOf(list, 1))
        expectClose([value('auroc', answersOf(list, 0))], [one], { absolute: 1e-12, why: 'mirror' })
      }),
      seeded,
    )
  })

  test('the order of rows does not matter', () => {
    fc.assert(
      fc.property(rows, (list) => {
        for (const metric of metrics.filter((one) => one.for === 'classes')) {
          const back = metric.compute(answersOf([...list].reverse()))
          expectClose([back], [metric.compute(answersOf(list))], {
            absolute: 1e-12,
            why: 'sums in another order',
          })
        }
      }),
      seeded,
    )
  })
})

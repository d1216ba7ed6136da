import { describe, expect, test } from 'vitest'
import { scorePredictions } from '../../src/evaluation/score.ts'
import { random } from '../../src/kernels/random.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { f64Of, wordsOf } from '../../src/tables/table.ts'
import { handPredictions } from './make-rows.ts'

const quick = { unit: 'subject', seed: 0, bootstraps: 200, permutations: 200 } as const

/** Predictions of several subjects, rows alternating a and b, b higher by `effect` deviations. */
function drawn(subjects: number, rows: number, effect: number, seed = 1) {
  const draw = random(seed)
  return handPredictions(
    Array.from({ length: subjects * rows }, (_, i) => {
      const truth = i % 2 === 0 ? 'a' : 'b'
      const logit = draw.normal() + (truth === 'b' ? effect / 2 : -effect / 2)
      return { subject: `S${Math.floor(i / rows)}`, truth, score: 1 / (1 + Math.exp(-logit)) }
    }),
  )
}

describe('scorePredictions', () => {
  const hand = handPredictions([
    { subject: 'A', truth: 'a', score: 0.1 },
    { subject: 'A', truth: 'b', score: 0.9 },
    { subject: 'B', truth: 'a', score: 0.2 },
    { subject: 'B', truth: 'b', score: 0.4 },
    { subject: 'C', truth: 'b', score: 0.9 },
  ])

  test('a score is the mean over the groups that have one', () => {
    const { byMetric } = scorePredictions(hand, { ...quick, metrics: ['accuracy', 'auroc'] })
    expect(byMetric.accuracy.perGroup).toEqual({ A: 1, B: 0.5, C: 1 })
    expect(byMetric.accuracy.mean).toBeCloseTo(5 / 6, 12)
    expect(byMetric.accuracy.pooled).toBe(0.8)
    expect(byMetric.auroc).toMatchObject({ mean: 1, undefinedGroups: ['C'] })
    expect(byMetric.auroc.perGroup.C).toBeNaN()
    const unknown = { low: Number.NaN, high: Number.NaN, chanceBound: Number.NaN }
    expect(byMetric.auroc.intervals.C).toEqual({ ...unknown, rows: 1 })
    expect(byMetric.accuracy.without).toEqual({ A: 0.75, B: 1, C: 0.75 })
  })

  test('the table has a row for each metric and group', () => {
    const { table } = scorePredictions(hand, { ...quick, metrics: ['accuracy', 'auroc'] })
    expect(wordsOf(table, 'metric').join()).toBe('accuracy,accuracy,accuracy,auroc,auroc,auroc')
    expect(wordsOf(table, 'group').join()).toBe('A,B,C,A,B,C')
    expect([...f64Of(table, 'value')]).toEqual([1, 0.5, 1, 1, 1, Number.NaN])
    expect(JSON.parse(table.meta.means).accuracy.mean).toBeCloseTo(5 / 6, 12)
  })

  test('the positive class can be named', () => {
    const options = { ...quick, metrics: ['averagePrecision'] }
    const last = scorePredictions(hand, options).byMetric.averagePrecision.pooled
    const first = scorePredictions(hand, { ...options, positive: 'a' }).byMetric.averagePrecision
    expect([last, first.pooled]).toEqual([1, 1])
    expect(() => scorePredictions(hand, { ...options, positive: 'z' })).toThrow(/"a","b"/)
  })

  test('a metric that is unknown or of numbers is refused with those that fit', () => {
    const scored = (use: string) => () => scorePredictions(hand, { ...quick, metrics: [use] })
    expect(scored('auc')).toThrow(/stage-options.*"auroc"/)
    expect(scored('mae')).toThrow(/stage-options.*target classes/)
  })

  test('labels that can be told apart lie far above chance', () => {
    const options = { ...quick, metrics: ['balancedAccuracy', 'auroc', 'averagePrecision'] }
    const { byMetric } = scorePredictions(drawn(8, 40, 1.5), options)
    for (const [use, { mean, low, high, chance, p }] of Object.entries(byMetric)) {
      expect(low, use).toBeLessThan(mean)
      expect(high, use).toBeGreaterThan(mean)
      expect(low, use).toBeGreaterThan(chance)
      expect(Math.abs(chance - 0.5), use).toBeLessThan(0.05)
      expect(p, use).toBe(1 / 201)
    }
  })

  test('seed and predictions decide everything, other metrics do not matter', () => {
    const predictions = drawn(4, 20, 1)
    const scored = (...metrics: string[]) => scorePredictions(predictions, { ...quick, metrics })
    expect(scored('auroc').byMetric).toEqual(scored('auroc').byMetric)
    expect(encodeTable(scored('auroc').table)).toEqual(encodeTable(scored('auroc').table))
    expect(scored('accuracy', 'auroc').byMetric.auroc).toEqual(scored('auroc').byMetric.auroc)
  })

  test('1515 rows of 32 groups take less than a second for three metrics', () => {
    const predictions = drawn(32, 47, 1)
    const from = process.cpuUsage()
    const metrics = ['balancedAccuracy', 'auroc', 'averagePrecision']
    scorePredictions(predictions, { unit: 'subject', seed: 0, metrics })
    // Processor time, for other work on the machine is none of its business; measured 0.3 s.
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(3000)
  })
})

describe('properties', () => {
  test('without an effect p is even, so that 5 % of runs fall below 0.05', () => {
    let below = 0
    const trials = 200
    for (let trial = 0; trial < trials; trial++) {
      const options = { ...quick, bootstraps: 2, permutations: 99, metrics: ['auroc'] }
      const { auroc } = scorePredictions(drawn(4, 12, 0, 100 + trial), options).byMetric
      if (auroc.p <= 0.05) below++
    }
    // Binomial with 200 trials of 0.05: mean 10, standard deviation 3.1; four of them.
    expect(below).toBeGreaterThanOrEqual(1)
    expect(below).toBeLessThanOrEqual(22)
  })
})

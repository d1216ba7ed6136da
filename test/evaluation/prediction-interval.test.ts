import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { coverage95, width95 } from '../../src/evaluation/prediction-interval.ts'
import { expectClose } from '../close.ts'

const numbers = { classes: 0, positive: -1, scores: [] }

describe('intervals of predictions', () => {
  test('ends are inside; the width is in the unit of the target', () => {
    const answers = { ...numbers, prediction: [0, 0, 0], deviations: [1, 1, 2] }
    const truth = [1.96, -1.97, 3.9]
    expect(coverage95.compute({ ...answers, truth })).toBeCloseTo(2 / 3, 12)
    expect(width95.compute({ ...answers, truth })).toBeCloseTo((3.92 * 4) / 3, 12)
  })

  test('a head that does not say how sure it is has none', () => {
    const answers = { ...numbers, prediction: [0], truth: [0] }
    expect(() => coverage95.compute(answers)).toThrow(/says how sure it is/)
    expect(() => width95.compute(answers)).toThrow(/stage-options/)
  })
})

describe('properties', () => {
  test('wider intervals hold no less, and weights count rows as if they were repeated', () => {
    const row = fc.record({
      truth: fc.double({ min: -5, max: 5, noNaN: true }),
      deviation: fc.double({ min: 0, max: 3, noNaN: true }),
      weight: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const of = (list: typeof rows, factor = 1) => ({
          ...numbers,
          prediction: list.map(() => 0),
          truth: list.map(({ truth }) => truth),
          deviations: list.map(({ deviation }) => factor * deviation),
        })
        const one = coverage95.compute(of(rows))
        expect(coverage95.compute(of(rows, 2))).toBeGreaterThanOrEqual(one)
        const repeated = rows.flatMap((own) => Array<typeof own>(own.weight).fill(own))
        if (repeated.length === 0) return
        const weights = rows.map(({ weight }) => weight)
        for (const metric of [coverage95, width95]) {
          const { truth, ...answers } = of(rows)
          const weighted = metric.judge(answers)(truth, weights)
          const why = 'sums in another order'
          expectClose([weighted], [metric.compute(of(repeated))], { absolute: 1e-12, why })
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

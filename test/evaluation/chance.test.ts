import { describe, expect, test } from 'vitest'
import { scorePredictions } from '../../src/evaluation/score.ts'
import { random } from '../../src/kernels/random.ts'
import { comparisonGolden } from '../comparison-golden.ts'
import { statisticsGolden } from '../statistics-golden.ts'
import { handPredictions } from './make-rows.ts'

const options = { metrics: ['auroc', 'accuracy'], unit: 'subject', seed: 0 } as const

describe('chance and p', () => {
  test.each(statisticsGolden.arrangements)('are exact over all orders: $truth', (one) => {
    const rows = one.truth.map((code, i) => ({
      subject: 'A',
      truth: code === 1 ? ('b' as const) : ('a' as const),
      score: one.score[i],
    }))
    const { byMetric } = scorePredictions(handPredictions(rows), options)
    for (const use of ['auroc', 'accuracy'] as const) {
      expect(byMetric[use].exact).toBe(true)
      expect(byMetric[use].mean).toBeCloseTo(one[use].value, 12)
      expect(byMetric[use].p).toBeCloseTo(one[use].p, 12)
      expect(byMetric[use].chance).toBeCloseTo(one[use].chance, 12)
    }
  })

  test.each(comparisonGolden.chance)('of $rows rows are hypergeometric', (one) => {
    const hits = Math.min(one.ones, one.said) - 1
    const list = Array.from({ length: one.rows }, (_, i) => ({
      subject: 'A',
      truth: i < one.ones ? ('b' as const) : ('a' as const),
      score: i < hits || (i >= one.ones && i < one.ones + one.said - hits) ? 0.9 : 0.1,
    }))
    const { accuracy } = scorePredictions(handPredictions(list), options).byMetric
    expect(accuracy.mean).toBeCloseTo(one.right, 12)
    if (accuracy.exact) {
      expect(accuracy.chance).toBeCloseTo(one.mean, 12)
      expect(accuracy.chanceBound).toBeCloseTo(one.bound, 12)
      expect(accuracy.p).toBeCloseTo(one.p, 12)
    } else {
      expect(accuracy.chance).toBeCloseTo(one.mean, 2)
      // What MOABB adds to chance for so few rows is binomial.
      expect(Math.abs(accuracy.chanceBound - one.binomial)).toBeLessThan(0.0101)
    }
  })

  test('of two groups all pairs of orders count', () => {
    const rows = ['A', 'B'].flatMap((subject) =>
      (['a', 'b', 'a', 'b'] as const).map((truth, i) => ({
        ...{ subject, truth },
        score: truth === 'b' ? 0.9 - i / 100 : 0.1 + i / 100,
      })),
    )
    const { byMetric } = scorePredictions(handPredictions(rows), options)
    expect(byMetric.auroc).toMatchObject({ mean: 1, exact: true, p: 1 / 36 })
    expect(byMetric.auroc.chanceBound).toBeLessThanOrEqual(1)
    expect(byMetric.auroc.intervals.A.chanceBound).toBeCloseTo(0.9375, 12)
  })

  test('many orders are sampled, and fewer rows make the bound of chance wider', () => {
    const draw = random(4)
    const of = (rows: number) => {
      const list = Array.from({ length: rows }, (_, i) => ({
        ...{ subject: `S${i % 2}`, truth: i % 4 < 2 ? ('a' as const) : ('b' as const) },
        score: draw.uniform(),
      }))
      return scorePredictions(handPredictions(list), options).byMetric.auroc
    }
    const [few, many] = [of(40), of(400)]
    expect([few.exact, many.exact]).toEqual([false, false])
    expect(few.chanceBound - 0.5).toBeGreaterThan(2 * (many.chanceBound - 0.5))
  })
})

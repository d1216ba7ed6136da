import { describe, expect, test } from 'vitest'
import { meanPrecision, precisionAt, precisionOf } from '../../src/reports/precision.ts'
import { expectClose } from '../close.ts'
import { figuresGolden, rough } from '../figures-golden.ts'

const truth = rough(30, 13).map((v) => (v > 0.2 ? 1 : 0))
const scores = rough(30, 17).map((v) => Math.round(10 * v) / 10)

describe('precisionOf', () => {
  test('has the points of scikit-learn, in the other direction', () => {
    const curve = precisionOf(truth, scores, 1)
    const { precision, recall, average } = figuresGolden.precision
    const why = { absolute: 1e-12, why: 'the same fractions' }
    expectClose(curve?.precision ?? [], precision.slice(0, -1).reverse(), why)
    expectClose(curve?.recall ?? [], recall.slice(0, -1).reverse(), why)
    const area = Array.from(curve?.precision ?? []).reduce((sum, height, i) => {
      const before = i === 0 ? 0 : (curve?.recall[i - 1] ?? 0)
      return sum + height * ((curve?.recall[i] ?? 0) - before)
    }, 0)
    expectClose([area], [average], why)
  })

  test('one class alone has no curve', () => {
    expect(precisionOf(Float64Array.of(1, 1), Float64Array.of(0, 1), 1)).toBeUndefined()
    expect(precisionOf(Float64Array.of(0, 0), Float64Array.of(0, 1), 1)).toBeUndefined()
  })

  test('at a recall stands the precision that reaches it first', () => {
    const curve = precisionOf(Float64Array.of(1, 0, 1), Float64Array.of(3, 2, 1), 1)
    if (curve === undefined) throw new Error('no curve')
    expect([0, 0.5, 0.6, 1].map((r) => precisionAt(curve, r))).toEqual([1, 1, 2 / 3, 2 / 3])
    const [half] = meanPrecision([curve, curve], [0.5])
    expect(half).toEqual({ recall: 0.5, mean: 1, deviation: 0 })
  })
})

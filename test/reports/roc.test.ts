import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auroc } from '../../src/evaluation/classification.ts'
import { meanRoc, rocAt, rocOf } from '../../src/reports/roc.ts'
import { expectClose } from '../close.ts'

const truth = Float64Array.of(0, 0, 1, 1)
const scores = Float64Array.of(0.1, 0.4, 0.35, 0.8)

describe('rocOf', () => {
  test('has a point for each distinct score', () => {
    const roc = rocOf(truth, scores, 1)
    expect([...(roc?.falsePositive ?? [])]).toEqual([0, 0, 0.5, 0.5, 1])
    expect([...(roc?.truePositive ?? [])]).toEqual([0, 0.5, 0.5, 1, 1])
  })

  test('one class has none', () => {
    expect(rocOf(Float64Array.of(1, 1), Float64Array.of(0, 1), 1)).toBeUndefined()
  })

  test('between points it is a line, at a rise the upper end', () => {
    const roc = {
      falsePositive: Float64Array.of(0, 0, 0.5, 1),
      truePositive: Float64Array.of(0, 0.4, 0.6, 1),
    }
    expect([0, 0.25, 0.5, 0.75, 1].map((rate) => rocAt(roc, rate))).toEqual([0.4, 0.5, 0.6, 0.8, 1])
    const [at] = meanRoc([roc, { ...roc, truePositive: Float64Array.of(0, 0.2, 0.4, 1) }], [0.25])
    expect(at.mean).toBeCloseTo(0.4, 12)
    expect(at.deviation).toBeCloseTo(Math.SQRT2 / 10, 12)
  })
})

describe('properties', () => {
  test('the area under the points is the AUROC', () => {
    const row = fc.record({ truth: fc.nat(1), score: fc.constantFrom(0, 0.2, 0.5, 0.7, 1) })
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 40 }), (rows) => {
        const codes = Float64Array.from(rows, (one) => one.truth)
        const roc = rocOf(
          codes,
          Float64Array.from(rows, (one) => one.score),
          1,
        )
        fc.pre(roc !== undefined)
        let area = 0
        for (let i = 1; i < roc.falsePositive.length; i++) {
          const width = roc.falsePositive[i] - roc.falsePositive[i - 1]
          area += (width * (roc.truePositive[i] + roc.truePositive[i - 1])) / 2
        }
        const answers = { classes: 2, positive: 1, prediction: codes, truth: codes }
        const both = rows.flatMap((one) => [-one.score, one.score])
        const value = auroc.compute({ ...answers, scores: both })
        expectClose([area], [value], { absolute: 1e-12, why: 'the same area in another sum' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

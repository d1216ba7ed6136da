import { describe, expect, test } from 'vitest'
import { calibrationOf } from '../../src/evaluation/calibration.ts'
import { comparisonGolden } from '../comparison-golden.ts'
import { statisticsGolden } from '../statistics-golden.ts'

const names = (k: number) => Array.from({ length: k }, (_, c) => `class ${c}`)

describe('calibrationOf', () => {
  test.each(statisticsGolden.calibration)('equals the reference: $classes classes', (one) => {
    const outcome = { classes: names(one.classes), truth: Float64Array.from(one.truth) }
    const found = calibrationOf({ ...outcome, scores: Float32Array.from(one.scores) })
    // Scores are kept as f32.
    expect(found?.ece).toBeCloseTo(one.ece, 6)
    expect(found?.brier).toBeCloseTo(one.brier, 6)
    expect(found?.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(one.truth.length)
  })

  test('bins are those of the reference', () => {
    const { scores, truth, accuracy, confidence } = comparisonGolden.reliability
    const found = calibrationOf({
      classes: names(2),
      truth: Float64Array.from(truth),
      scores: Float32Array.from(scores),
    })
    const filled = found?.bins.filter(({ rows }) => rows > 0) ?? []
    expect(filled).toHaveLength(accuracy.length)
    filled.forEach((bin, i) => {
      expect(bin.accuracy).toBeCloseTo(accuracy[i], 12)
      expect(bin.confidence).toBeCloseTo(confidence[i], 8)
    })
  })

  test('scores that are no probabilities have none', () => {
    const truth = Float64Array.of(0, 1)
    const of = (...scores: number[]) =>
      calibrationOf({ classes: names(2), truth, scores: Float32Array.from(scores) })
    expect(of(-1, 1, 2, -2)).toBeUndefined()
    expect(of(0.9, 0.9, 0.1, 0.1)).toBeUndefined()
    expect(of(1, 0, 0, 1)).toMatchObject({ ece: 0, brier: 0 })
    expect(of(0, 1, 1, 0)).toMatchObject({ ece: 1, brier: 2 })
  })
})

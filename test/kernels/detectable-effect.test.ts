import { describe, expect, test } from 'vitest'
import { detectableEffect } from '../../src/kernels/detectable-effect.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('detectableEffect', () => {
  test.each(statisticsGolden.student.power)('equals statsmodels: $n', ({ n, effect }) => {
    expect(detectableEffect(n)).toBeCloseTo(effect, 5)
  })

  test('one difference finds nothing', () => {
    expect(detectableEffect(1)).toBeNaN()
  })
})

import { describe, expect, test } from 'vitest'
import { bisect, noncentralT, studentQuantile } from '../../src/kernels/noncentral-t.ts'
import { expectClose } from '../close.ts'
import { statisticsGolden } from '../statistics-golden.ts'

const { student } = statisticsGolden

describe('noncentralT', () => {
  test('equals SciPy for 1 to 200 degrees of freedom', () => {
    const found = student.rows.map(([t, freedom, shift]) => noncentralT(t, freedom, shift))
    expectClose(found, student.cdf, { absolute: 1e-8, why: "Simpson's rule" })
  })

  test('quantiles of Student', () => {
    expect(studentQuantile(0.975, 31)).toBeCloseTo(2.0395134463964077, 7)
    expect(studentQuantile(0.5, 3)).toBeCloseTo(0, 7)
    expect(bisect((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 9)
  })
})

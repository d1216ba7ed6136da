import { expect, test } from 'vitest'
import { matrixWorkBytes } from '../../src/kernels/matrix-work.ts'

test('grows with two matrices', () => {
  expect(matrixWorkBytes(1) / 2 ** 10).toBeCloseTo(324, 0)
  expect(matrixWorkBytes(1000) - matrixWorkBytes(999)).toBe(8 * (2 * 2001 + 195))
})

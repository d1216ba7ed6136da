import { expect, test } from 'vitest'
import { butterworth } from '../../src/kernels/butterworth.ts'
import { sosPadding, steadyState } from '../../src/kernels/sos-ends.ts'
import { sosFilterScalar } from '../../src/kernels/sos-filter-scalar.ts'
import { expectClose } from '../close.ts'

test('the padding counts three times the coefficients that are not 0', () => {
  expect(sosPadding(butterworth(3, [0.1], 'lowpass'))).toBe(12)
  expect(sosPadding(butterworth(4, [0.1], 'lowpass'))).toBe(15)
})

test('the steady state is where a constant of 1 leads to', () => {
  const sections = butterworth(1, [0.3], 'lowpass')
  const [, b1, b2, , a1, a2] = sections
  const settled = sosFilterScalar(new Float32Array(500).fill(1), 1, sections)[499]
  const expected = [b1 - a1 * settled + b2 - a2 * settled, b2 - a2 * settled]
  expectClose(steadyState(sections), expected, { relative: 1e-6, why: 'settled in f32' })
})

import { describe, test } from 'vitest'
import { analyticSignal } from '../../src/kernels/analytic-signal.ts'
import { expectClose } from '../close.ts'
import { signalInput } from '../signal-golden.ts'
import { univariateGolden } from '../univariate-golden.ts'

describe('analyticSignal', () => {
  test.each(Object.entries(univariateGolden.analytic))('%s samples equal SciPy', (n, expected) => {
    const why = 'the same arithmetic in f64, in another order'
    expectClose(analyticSignal(signalInput(1, Number(n))), expected, { relative: 1e-12, why })
  })

  test('of a cosine it is the cosine and the sine', () => {
    const x = Float64Array.from({ length: 64 }, (_, t) => Math.cos((2 * Math.PI * 5 * t) / 64))
    const z = analyticSignal(x)
    const sizes = Array.from({ length: 64 }, (_, t) => Math.hypot(z[2 * t], z[2 * t + 1]))
    expectClose(sizes, new Array(64).fill(1), { absolute: 1e-12, why: 'rounding' })
  })
})

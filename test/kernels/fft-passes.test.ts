import { describe, expect, test } from 'vitest'
import { pass2, pass3, pass4, pass5, passOdd } from '../../src/kernels/fft-passes.ts'
import { expectClose } from '../close.ts'

const passes = [
  { radix: 2, run: pass2 },
  { radix: 3, run: pass3 },
  { radix: 4, run: pass4 },
  { radix: 5, run: pass5 },
  { radix: 7, run: passOdd },
]

describe('passes', () => {
  test.each(passes)('radix $radix alone is the transform of that length', ({ radix, run }) => {
    const x = Float64Array.from({ length: 2 * radix }, (_, i) => Math.cos(3 * i * i))
    const twiddles = Float64Array.from({ length: 2 * (radix - 1) }, (_, i) => 1 - (i % 2))
    const y = new Float64Array(2 * radix)
    run(x, y, { radix, groups: 1, stride: 1, twiddles })
    expectClose(y, directly(x), { relative: 1e-14, why: 'f64 sums' })
  })

  test('the unrolled passes do what the general one does', () => {
    for (const { radix, run } of passes.filter((pass) => pass.radix % 2 === 1)) {
      const [groups, stride] = [3, 2]
      const x = Float64Array.from({ length: 2 * radix * 6 }, (_, i) => Math.cos(i * i))
      const twiddles = Float64Array.from({ length: 2 * (radix - 1) * 3 }, (_, i) => Math.sin(i))
      const [a, b] = [new Float64Array(x.length), new Float64Array(x.length)]
      run(x, a, { radix, groups, stride, twiddles })
      passOdd(x, b, { radix, groups, stride, twiddles })
      expectClose(a, b, { relative: 1e-14, why: 'f64 sums' })
    }
  })

  test('a pass writes every place', () => {
    const y = new Float64Array(12).fill(Number.NaN)
    const twiddles = new Float64Array(12).fill(1)
    pass3(new Float64Array(12), y, { radix: 3, groups: 2, stride: 1, twiddles })
    expect(y.some(Number.isNaN)).toBe(false)
  })
})

function directly(x: Float64Array): Float64Array {
  const n = x.length / 2
  const out = new Float64Array(x.length)
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n
      out[2 * k] += x[2 * j] * Math.cos(angle) - x[2 * j + 1] * Math.sin(angle)
      out[2 * k + 1] += x[2 * j] * Math.sin(angle) + x[2 * j + 1] * Math.cos(angle)
    }
  }
  return out
}

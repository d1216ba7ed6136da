import { describe, test } from 'vitest'
import { chirpFft } from '../../src/kernels/chirp-fft.ts'
import { fft } from '../../src/kernels/fft.ts'
import { expectClose } from '../close.ts'

describe('chirpFft', () => {
  test.each([2, 12, 400, 1000])('equals the mixed-radix transform at length %i', (length) => {
    const x = Float64Array.from({ length: 2 * length }, (_, i) => Math.sin(i * i))
    const [a, b] = [new Float64Array(x.length), new Float64Array(x.length)]
    chirpFft(length, fft)(x, a)
    fft(length).forward(x, b)
    expectClose(a, b, { relative: 1e-13, why: 'f64 sums in another order' })
  })

  test('a second transform does not see the first', () => {
    const run = chirpFft(17, fft)
    const x = Float64Array.from({ length: 34 }, (_, i) => Math.sin(i))
    const [a, b] = [new Float64Array(34), new Float64Array(34)]
    run(x, a)
    run(new Float64Array(34).fill(9), b)
    run(x, b)
    expectClose(b, a, { absolute: 0, why: 'the same numbers' })
  })
})

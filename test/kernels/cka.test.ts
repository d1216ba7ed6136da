import { expect, test } from 'vitest'
import { linearCka, unbiasedCka } from '../../src/kernels/cka.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { fmriStagesGolden } from '../fmri-stages-golden.ts'
import { hashed, normals } from '../linalg-golden.ts'

const golden = fmriGolden<{ x: number[]; channels: number; cka: number }>('rsa.json')

test('it equals the formula in NumPy', () => {
  const { x, channels } = golden
  const a = Float64Array.from(x.slice(0, 20 * channels))
  const b = Float64Array.from({ length: 60 }, (_, i) => {
    const at = Math.floor(i / 3) * channels + (i % 3)
    return x[20 * channels + at] + x[at]
  })
  expectClose([linearCka(a, b, 20)], [golden.cka], { absolute: 1e-12, why: 'order of sums' })
})

test('the same features rotated and scaled are alike wholly; a constant has no answer', () => {
  const x = normals(20, 1)
  const turned = x.map((_, i) => (i % 2 === 0 ? 3 * x[i + 1] : -3 * x[i - 1]))
  expectClose([linearCka(x, turned, 10)], [1], { absolute: 1e-12, why: 'rounding' })
  expect(linearCka(x, new Float64Array(10), 10)).toBeNaN()
})

test.each(fmriStagesGolden.alignment.cases)('unbiased with a share of $share', ({ share, cka }) => {
  const { rows, p, q } = fmriStagesGolden.alignment
  const x = hashed(rows, p)
  const y = hashed(rows, q).map((value, i) => {
    return value + share * x[Math.floor(i / q) * p + ((i % q) % p)]
  })
  const why = { absolute: 1e-11, why: 'another formula of the same estimate' }
  expectClose([unbiasedCka(x, y, rows)], [cka], why)
  expectClose([unbiasedCka(x, x, rows)], [1], why)
  expect(unbiasedCka(x, new Float64Array(rows), rows)).toBeNaN()
})

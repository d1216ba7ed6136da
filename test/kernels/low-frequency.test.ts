import { expect, test } from 'vitest'
import { lowFrequency } from '../../src/kernels/low-frequency.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { hashed } from '../linalg-golden.ts'

interface Golden {
  rows: number
  rateHz: number
  bandHz: [number, number]
  alff: Record<string, number[]>
  falff: Record<string, number[]>
}

const { rows, rateHz, bandHz, alff, falff } = fmriGolden<Golden>('regional.json')

test.each(['60', '45'])('%s samples equal NumPy', (samples) => {
  const found = lowFrequency(hashed(rows, Number(samples)), rows, rateHz, bandHz)
  const why = { relative: 1e-10, why: 'other order of sums in f64' }
  expectClose(found.alff, alff[samples], why)
  expectClose(found.falff, falff[samples], why)
})

test('a cosine in the band has its amplitude over the frequencies of the band', () => {
  const x = Float64Array.from({ length: 100 }, (_, t) => 3 * Math.cos((2 * Math.PI * t) / 25))
  const found = lowFrequency(x, 1, 1, [0.04, 0.05])
  expectClose(found.alff, [1.5], { absolute: 1e-12, why: 'rounding' })
  expectClose(found.falff, [1], { absolute: 1e-12, why: 'rounding' })
})

test('an empty band is refused', () => {
  expect(() => lowFrequency(new Float64Array(10), 1, 1, [0.01, 0.02])).toThrow(/no frequency/)
})

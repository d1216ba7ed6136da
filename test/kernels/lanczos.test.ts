import { expect, test } from 'vitest'
import { lanczosResample } from '../../src/kernels/lanczos.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

const golden = fmriGolden<Record<'old' | 'new' | 'x' | 'resampled', number[]>>('encoding.json')

test('it equals the formula in NumPy', () => {
  const [old, to] = [Float64Array.from(golden.old), Float64Array.from(golden.new)]
  const options = { lobes: 3, cutoff: 1 }
  const found = lanczosResample(Float64Array.from(golden.x), old, to, options)
  const why = 'other order of sums in f64'
  expectClose(found, golden.resampled, { relative: 1e-10, why })
})

test('at the times of the scans themselves nothing changes', () => {
  const times = Float64Array.of(0, 2, 4, 6)
  const x = Float64Array.of(1, 5, 2, 7)
  const found = lanczosResample(x, times, times, { lobes: 3, cutoff: 1 })
  expectClose(found, x, { absolute: 1e-12, why: 'zeros of the sine' })
})

test('one scan, and rows without a time, are refused', () => {
  const options = { lobes: 3, cutoff: 1 }
  const one = Float64Array.of(1)
  expect(() => lanczosResample(one, one, one, options)).toThrow(RangeError)
  expect(() => lanczosResample(new Float64Array(3), new Float64Array(2), one, options)).toThrow()
})

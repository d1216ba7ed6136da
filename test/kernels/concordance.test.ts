import { expect, test } from 'vitest'
import { concordance } from '../../src/kernels/concordance.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { hashed } from '../linalg-golden.ts'

const golden = fmriGolden<{ rows: number; around: number[][]; w: number[] }>('regional.json')

test('it equals the formula on ranks of SciPy, with ties', () => {
  const x = hashed(golden.rows, 45).map((value) => {
    const whole = Math.floor(value)
    const apart = value - whole
    // NumPy rounds a half to the even neighbour
    return apart === 0.5 ? whole + (whole % 2 === 0 ? 0 : 1) : Math.round(value)
  })
  const starts = [0]
  for (const around of golden.around) starts.push((starts.at(-1) ?? 0) + around.length)
  const points = Int32Array.from(golden.around.flat())
  const found = concordance(x, { starts: Int32Array.from(starts), points })
  expectClose(found, golden.w, { relative: 1e-10, why: 'other order of sums in f64' })
})

test('rows that rise together agree wholly; alone or with NaN there is no answer', () => {
  const spheres = { starts: Int32Array.of(0, 2, 3, 5), points: Int32Array.of(0, 1, 1, 0, 2) }
  const x = Float64Array.of(1, 2, 3, 4, 5, 9, 1, NaN, 2)
  expect([...concordance(x, spheres)]).toEqual([1, NaN, NaN])
})

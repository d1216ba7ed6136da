import { describe, expect, test } from 'vitest'
import { latentCourses } from '../../src/kernels/latent-courses.ts'
import { expectClose } from '../close.ts'
import { gpfa } from '../gpfa-golden.ts'

const { features, length, smoothness } = gpfa
const shown = {
  map: Float64Array.from(gpfa.map),
  noise: Float64Array.from(gpfa.left),
  lengths: new Float64Array(features).fill(length),
  smoothness,
}

describe('latentCourses', () => {
  test('agrees with the posterior mean by NumPy', () => {
    const found = latentCourses(shown, 5)(gpfa.stretch)
    expectClose(found, gpfa.factors, { relative: 1e-7, why: 'a matrix of condition 1e4' })
  })

  test('of one scan is ridge regression', () => {
    const one = {
      map: Float64Array.of(2),
      noise: Float64Array.of(0.5),
      lengths: Float64Array.of(3),
    }
    const [x] = latentCourses({ ...one, smoothness: 1 }, 1)([3])
    expect(x).toBeCloseTo(((2 / 0.5) * 3) / (4 / 0.5 + 1), 10)
  })

  test('is linear', () => {
    const courses = latentCourses(shown, 5)
    const twice = courses(gpfa.stretch.map((value) => 2 * value))
    const once = courses(gpfa.stretch).map((value) => 2 * value)
    expectClose(twice, once, { relative: 1e-9, why: 'rounding' })
  })
})

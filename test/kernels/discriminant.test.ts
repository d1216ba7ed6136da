import fc from 'fast-check'
import { describe, test } from 'vitest'
import { discriminant } from '../../src/kernels/discriminant.ts'
import { linearScores } from '../../src/kernels/linear-scores.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

test('two classes of one feature, by hand', () => {
  const x = Float64Array.of(-2, 0, 1, 3)
  const y = Float64Array.of(0, 0, 1, 1)
  const { weights, intercepts } = discriminant(x, y, 2, 'none')
  // means -1 and 2, variance 1
  const expected = [-1, 2, Math.log(0.5) - 0.5, Math.log(0.5) - 2]
  expectClose([...weights, ...intercepts], expected, { absolute: 1e-12, why: 'rounding' })
})

test('a feature that is constant or a copy does no harm', () => {
  const one = normals(30, 1)
  const y = Float64Array.from(one, (_, r) => r % 2)
  const spoilt = Float64Array.from([...one].flatMap((v) => [v, v, 7]))
  const alone = discriminant(one, y, 2, 'none')
  const fit = discriminant(spoilt, y, 2, 'none')
  const tolerance = { absolute: 1e-9, why: 'inverted on the range' }
  const difference = (scores: Float64Array) => [...scores].map((s, i) => s - scores[i - (i % 2)])
  expectClose(
    difference(linearScores(spoilt, 30, fit)),
    difference(linearScores(one, 30, alone)),
    tolerance,
  )
})

describe('properties', () => {
  test('more features than rows: the same through the rows as directly', () => {
    const law = fc.property(fc.constantFrom(0.01, 0.2, 1), fc.nat(1000), (how, seed) => {
      const depth = 30
      const few = normals(20 * depth, seed)
      const y = Float64Array.from({ length: 20 }, (_, r) => r % 2)
      const twice = Float64Array.from([...few, ...few])
      const y2 = Float64Array.from([...y, ...y])
      // the same rows twice have the same means and covariance, and are more than the features
      const why = 'Woodbury loses digits by condition number'
      const fit = discriminant(few, y, 2, how)
      const direct = discriminant(twice, y2, 2, how)
      expectClose(fit.weights, direct.weights, { relative: 1e-10, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('units of features do not matter with automatic shrinkage', () => {
    const law = fc.property(fc.nat(1000), (seed) => {
      const x = normals(40 * 4, seed)
      const y = Float64Array.from({ length: 40 }, (_, r) => r % 3)
      const scaled = x.map((v, i) => v * 10 ** (i % 4))
      const fit = discriminant(x, y, 3, 'auto')
      const other = discriminant(scaled, y, 3, 'auto')
      const scores = linearScores(x, 40, fit)
      const why = 'rounding by condition number'
      expectClose(linearScores(scaled, 40, other), scores, { relative: 1e-9, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

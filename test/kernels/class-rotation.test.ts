import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classRotation } from '../../src/kernels/class-rotation.ts'
import { congruence } from '../../src/kernels/congruence.ts'
import { orthonormalMap } from '../../src/kernels/orthonormal-map.ts'
import { relativeError } from '../cleaning-golden.ts'
import { normals } from '../linalg-golden.ts'
import { rotationGolden as golden } from '../rotation-golden.ts'

const { n } = golden
const split = (values: readonly number[], size = n * n) => {
  return Array.from({ length: values.length / size }, (_, k) => {
    return Float64Array.from(values.slice(k * size, (k + 1) * size))
  })
}

describe('classRotation', () => {
  test('turns a person back as pyRiemann does', () => {
    const pairs = { from: split(golden.sourceMeans), to: split(golden.targetMeans) }
    const { rotation, left, converged } = classRotation(pairs, n)
    expect(converged).toBe(true)
    expect(left).toBeLessThan(1e-12)
    const turned = split(golden.source).flatMap((x) => [...congruence(rotation, x, n)])
    expect(relativeError(turned, golden.rotated)).toBeLessThan(1e-6)
  })

  test('leaves no more than pyRiemann where nothing fits', () => {
    const pairs = { from: split(golden.noisy), to: split(golden.wanted) }
    const { left, converged } = classRotation(pairs, n)
    expect(converged).toBe(true)
    expect(left).toBeLessThanOrEqual(golden.noisyLeft * (1 + 1e-9))
  })

  test('finds back from large turns too, where the package does not', () => {
    const means = split(golden.targetMeans)
    for (let seed = 1; seed <= 20; seed++) {
      const turn = orthonormalMap(normals(n * n, seed), n)
      const from = means.map((mean) => congruence(turn, mean, n))
      expect(classRotation({ from, to: means }, n).left, `turn ${seed}`).toBeLessThan(1e-9)
    }
  })

  test('of one pair eigenvectors go to eigenvectors', () => {
    const from = [Float64Array.of(2, 0, 0, 1)]
    const { rotation, left } = classRotation({ from, to: [Float64Array.of(1, 0, 0, 2)] }, 2)
    expect(left).toBeLessThan(1e-20)
    expect([...rotation].map(Math.abs)).toEqual([0, 1, 1, 0].map((v) => expect.closeTo(v, 12)))
    expect(() => classRotation({ from: [], to: [] }, 2)).toThrow(/no pairs/)
  })
})

describe('properties', () => {
  test('the result is orthogonal, and never worse than no rotation', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true })
    const square = fc
      .array(value, { minLength: 9, maxLength: 9 })
      .map((a) => Float64Array.from(a, (v, i) => v + a[(i % 3) * 3 + Math.floor(i / 3)]))
    fc.assert(
      fc.property(fc.array(fc.tuple(square, square), { minLength: 1, maxLength: 3 }), (pairs) => {
        const from = pairs.map(([x]) => x)
        const to = pairs.map(([, y]) => y)
        const { rotation, left } = classRotation({ from, to }, 3)
        const apart = from.flatMap((x, k) => [...x].map((v, i) => (v - to[k][i]) ** 2))
        expect(left).toBeLessThanOrEqual(apart.reduce((sum, v) => sum + v, 0) + 1e-9)
        const unit = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)
        congruence(rotation, unit, 3).forEach((v, i) => {
          expect(Math.abs(v - unit[i])).toBeLessThan(1e-9)
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

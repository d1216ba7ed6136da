import { describe, expect, test } from 'vitest'
import { jointDiagonal } from '../../src/kernels/joint-diagonal.ts'
import { expectClose } from '../close.ts'
import { cspGolden } from '../csp-golden.ts'

describe('jointDiagonal', () => {
  const { covariances, basis } = cspGolden.joint
  const matrices = [0, 1, 2].map((k) => Float64Array.from(covariances.slice(k * 25, (k + 1) * 25)))

  test('equals pyRiemann', () => {
    const found = jointDiagonal(matrices, 5)
    expect(found.converged).toBe(true)
    const why = 'both end when a step changes little: 1e-10 and 1e-12'
    expectClose(found.basis, basis, { relative: 1e-5, why })
  })

  test('matrices that share a basis become diagonal', () => {
    const a = [3, 1, 0.5, -1, 2, 0, 0.2, 0.3, 1]
    const mixed = [
      [1, 2, 3],
      [4, 1, 2],
      [1, 5, 1],
    ].map((sizes) => {
      const at = (i: number, j: number) =>
        sizes.reduce((sum, size, k) => sum + a[i * 3 + k] * size * a[j * 3 + k], 0)
      return Float64Array.from({ length: 9 }, (_, i) => at(Math.floor(i / 3), i % 3))
    })
    const { basis: b } = jointDiagonal(mixed, 3)
    for (const c of mixed) {
      for (const [i, j] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ]) {
        let off = 0
        for (let k = 0; k < 3; k++) {
          for (let m = 0; m < 3; m++) off += b[i * 3 + k] * c[k * 3 + m] * b[j * 3 + m]
        }
        expect(Math.abs(off)).toBeLessThan(1e-6)
      }
    }
  })

  test('one variable is diagonal', () => {
    expect(jointDiagonal([Float64Array.of(3)], 1).converged).toBe(true)
  })
})

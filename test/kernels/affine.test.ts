import { describe, expect, test } from 'vitest'
import { inverseAffine, moved, timesAffine, voxelSizes } from '../../src/kernels/affine.ts'
import { expectClose } from '../close.ts'

const a = [2, 0.5, 0, 7, -0.3, 3, 0.2, -5, 0, 0.1, 4, 9, 0, 0, 0, 1]
const unit = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

describe('affine', () => {
  test('an affine times its inverse is the unit', () => {
    const close = { absolute: 1e-12, why: 'f64' }
    expectClose(timesAffine(a, inverseAffine(a)), unit, close)
    expectClose(moved(inverseAffine(a), moved(a, [1, 2, 3])), [1, 2, 3], close)
  })

  test('sizes are the lengths of columns; a flat affine has no inverse', () => {
    expectClose(voxelSizes(a), [Math.hypot(2, 0.3), Math.hypot(0.5, 3, 0.1), Math.hypot(0.2, 4)], {
      absolute: 1e-12,
      why: 'f64',
    })
    expect(() => inverseAffine(unit.with(0, 0))).toThrow(RangeError)
  })
})

import { describe, expect, test } from 'vitest'
import { classInformation } from '../../src/kernels/class-information.ts'
import { expectClose } from '../close.ts'
import { spatialGolden } from '../spatial-golden.ts'

const { x, codes, expected } = spatialGolden.information

describe('classInformation', () => {
  test('equals scikit-learn', () => {
    const found = [0, 1, 2].map((f) =>
      classInformation(Float64Array.from(x.slice(60 * f, 60 * (f + 1))), codes),
    )
    expectClose(found, expected, { absolute: 1e-9, why: 'noise of 1e-10 there' })
    expect(found[2]).toBeGreaterThan(found[1])
  })

  test('without two of a class there is none', () => {
    expect(classInformation(Float64Array.of(1, 2), [0, 1])).toBe(0)
    expect(classInformation(new Float64Array(0), [])).toBe(0)
  })
})

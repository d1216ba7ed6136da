import { describe, expect, test } from 'vitest'
import { granger } from '../../src/kernels/granger.ts'
import { expectClose } from '../close.ts'
import { directedGolden, directedInput } from '../directed-golden.ts'

describe('granger', () => {
  test('equals the variances that statsmodels leaves, and finds what acts on what', () => {
    const found = granger(directedInput, 3, directedGolden.order)
    const why = 'logarithms of ratios near 1'
    expectClose(found, directedGolden.granger, { relative: 1e-8, why })
    expect(found[3]).toBeGreaterThan(10 * found[1])
    expect(found[7]).toBeGreaterThan(10 * found[5])
  })
})

import { describe, expect, test } from 'vitest'
import { holm } from '../../src/kernels/holm.ts'
import { expectClose } from '../close.ts'
import { statisticsGolden } from '../statistics-golden.ts'

describe('holm', () => {
  test.each(statisticsGolden.holm)('equals statsmodels: $p', ({ p, adjusted }) => {
    expectClose(holm(p), adjusted, { relative: 1e-14, why: 'the same products' })
  })

  test('what is no test stays none', () => {
    expect(holm([0.02, Number.NaN, 0.5])).toEqual([0.04, Number.NaN, 0.5])
    expect(holm([])).toEqual([])
  })
})

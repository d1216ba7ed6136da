import { describe, expect, test } from 'vitest'
import { sosFilterBothWaysScalar, sosFilterScalar } from '../../src/kernels/sos-filter-scalar.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden = signalGolden<{
  samples: number
  cases: { order: number; sections: number[]; causal: number[]; zero: number[] }[]
}>('sos-filter.json')
const x = signalInput(2, golden.samples)

describe('the scalar filters', () => {
  test.each(golden.cases)('equal SciPy at order $order', ({ sections, causal, zero }) => {
    const cascade = Float64Array.from(sections)
    expectClose(sosFilterScalar(x, 2, cascade), causal, stored())
    expectClose(sosFilterBothWaysScalar(x, 2, cascade), zero, stored())
  })

  test('a row too short for its continuation is refused', () => {
    const sections = Float64Array.from(golden.cases[0].sections)
    expect(() => sosFilterBothWaysScalar(new Float32Array(2), 1, sections)).toThrow(RangeError)
  })
})

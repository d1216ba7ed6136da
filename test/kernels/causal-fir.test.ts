import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { causalFir } from '../../src/kernels/causal-fir.ts'

describe('causalFir', () => {
  test('sums the present and the past, mirrored through the first sample', () => {
    const x = Float32Array.of(1, 2, 4, 8)
    expect([...causalFir(x, 1, Float64Array.of(1, 10))].map(Math.round)).toEqual([1, 12, 24, 48])
    expect([...causalFir(x, 1, Float64Array.of(1, 10), 'hold')].map(Math.round)).toEqual([
      11, 12, 24, 48,
    ])
  })

  test('a hole reaches forwards only, and its own row only', () => {
    const x = Float32Array.of(1, 1, Number.NaN, 1, 1, 1, 1, 1, 1, 1)
    const out = causalFir(x, 2, Float64Array.of(1, 1), 'hold')
    expect([...out].map((v) => Math.round(v))).toEqual([
      ...[2, 2, Number.NaN, Number.NaN, 2],
      ...[2, 2, 2, 2, 2],
    ])
  })

  test('an empty table stays empty', () => {
    expect(causalFir(new Float32Array(0), 0, Float64Array.of(1))).toHaveLength(0)
  })
})

describe('properties', () => {
  test('what comes later changes nothing', () => {
    const values = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 6, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 9 }), (list, added) => {
        const taps = Float64Array.of(0.5, -1, 2)
        const x = Float32Array.from(list)
        const later = x.slice()
        later[x.length - 1] += added
        const [a, b] = [causalFir(x, 1, taps), causalFir(later, 1, taps)]
        for (let t = 0; t < x.length - 1; t++) expect(a[t]).toBeCloseTo(b[t], 3)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firPassBand } from '../../src/kernels/fir-design.ts'
import { type Edge, firFilter } from '../../src/kernels/fir-filter.ts'
import { firFilterScalar } from '../../src/kernels/fir-filter-scalar.ts'
import { expectClose } from '../close.ts'
import { roughSignal } from '../rough-signal.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

interface Case {
  samples: number
  lowHz: number | null
  highHz: number | null
  rateHz: number
  edge: Edge
  expected: number[]
}
const golden = signalGolden<Case[]>('fir-filter.json')
const taps = firPassBand({ lowHz: 8, highHz: 12, rateHz: 100 })

describe('firFilter', () => {
  test.each(golden)('$samples samples, $lowHz-$highHz Hz, $edge equal MNE', (golden) => {
    const { lowHz, highHz, rateHz, samples, edge, expected } = golden
    const band = { lowHz: lowHz ?? undefined, highHz: highHz ?? undefined, rateHz }
    const y = firFilter(signalInput(2, samples), 2, firPassBand(band), edge)
    expectClose(y, expected, stored())
  })

  test('three taps average three neighbours, the ends mirrored', () => {
    const y = firFilter(Float32Array.of(1, 4, 1, 7), 1, Float64Array.of(0.25, 0.5, 0.25))
    expectClose(y, [1, 2.5, 3.25, 7], stored())
  })

  test('NaN and infinity reach half the taps, in their row alone', () => {
    const x = signalInput(3, 600)
    const clean = firFilter(x, 3, taps)
    const y = firFilter(
      x.map((v, i) => (i === 300 ? Number.NaN : i === 1790 ? Number.POSITIVE_INFINITY : v)),
      3,
      taps,
    )
    const half = (taps.length - 1) / 2
    const spoilt = [...y.keys()].filter((i) => Number.isNaN(y[i]))
    expect(spoilt[0]).toBe(300 - half)
    expect(spoilt.filter((i) => i < 600)).toHaveLength(taps.length)
    expect(y.subarray(600, 1200)).toEqual(clean.subarray(600, 1200))
    expect(spoilt.filter((i) => i >= 1200)[0]).toBe(1790 - half)
  })

  test('taps that are even in number or not symmetric are refused', () => {
    expect(() => firFilter(new Float32Array(9), 1, Float64Array.of(1, 1))).toThrow(RangeError)
    expect(() => firFilter(new Float32Array(9), 1, Float64Array.of(1, 2, 3))).toThrow(RangeError)
  })

  test('no samples and a single tap are no special case', () => {
    expect(firFilter(new Float32Array(0), 2, taps)).toHaveLength(0)
    expect([...firFilter(Float32Array.of(1, 2), 2, Float64Array.of(3))]).toEqual([3, 6])
  })
})

describe('properties', () => {
  const lengths = fc.integer({ min: 1, max: 3000 })

  test('a row is filtered to the same bytes alone and among others', () => {
    const law = fc.property(lengths, (samples) => {
      const x = signalInput(3, samples)
      const alone = firFilter(x.subarray(samples, 2 * samples), 1, taps)
      expect(firFilter(x, 3, taps).subarray(samples, 2 * samples)).toEqual(alone)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('a row read backwards gives the result backwards', () => {
    const law = fc.property(lengths, (samples) => {
      const x = signalInput(1, samples)
      const there = firFilter(x, 1, taps)
      expectClose(firFilter(x.slice().reverse(), 1, taps).reverse(), there, stored())
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('any rows give what the scalar version does, an offset of 100 mV or none', () => {
    const signals = roughSignal({ min: 1, max: 9000 })
    const edges = fc.constantFrom<Edge>('reflect', 'hold')
    const law = fc.property(signals, edges, ({ x, rows }, edge) => {
      const largest = x.reduce(
        (most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most),
        0,
      )
      expectClose(firFilter(x, rows, taps, edge), firFilterScalar(x, rows, taps, edge), {
        relative: 1e-6,
        absolute: 1e-13 * largest + 3e-45,
        why: 'f64 sums in another order, stored in f32, denormal f32 among them',
      })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

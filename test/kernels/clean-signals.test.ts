import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cleaning, cleanSignals } from '../../src/kernels/clean-signals.ts'
import { expectClose } from '../close.ts'
import { timeseries } from '../timeseries-golden.ts'

const { rows, trS, samples } = timeseries
const x = Float32Array.from(timeseries.signals)
const plain: Cleaning = {
  rateHz: 1 / trS,
  detrend: true,
  filter: 'butterworth',
  order: 5,
  standardize: 'none',
}

function cleaning(ours: (typeof timeseries.cases)[number]['ours']): Cleaning {
  const { confounds, censored, ...options } = ours
  return {
    ...plain,
    ...options,
    confounds: confounds ? Float64Array.from(timeseries.confounds) : undefined,
    kept: censored ? Int32Array.from(timeseries.kept) : undefined,
  }
}

describe('cleanSignals', () => {
  test.each(timeseries.cases.map((each) => [each.name, each] as const))(
    'agrees with nilearn: %s',
    (_, { ours, values }) => {
      const found = cleanSignals(x, rows, cleaning(ours))
      expectClose(found, values, { relative: 2e-6, why: 'kept as f32 between the steps' })
    },
  )

  test('cuts off what was censored at the ends before a filter', () => {
    const kept = Int32Array.from({ length: samples - 12 }, (_, i) => i + 7)
    const cut = cleanSignals(x, rows, { ...plain, lowHz: 0.02, kept })
    expect(cut.length).toBe(rows * kept.length)
    expect(cut.every(Number.isFinite)).toBe(true)
  })

  test('constant rows become zeros, NaN stays in its row', () => {
    const y = x.slice()
    y.fill(1234.567, 0, samples)
    y[samples] = Number.NaN
    const out = cleanSignals(y, rows, { ...plain, detrend: false, standardize: 'zSample' })
    expect(out.subarray(0, samples).every((value) => value === 0)).toBe(true)
    expect(out.subarray(samples, 2 * samples).every(Number.isNaN)).toBe(true)
    expect(out.subarray(2 * samples).every(Number.isFinite)).toBe(true)
  })

  test('takes out what a square has beside its own signal, however large the mean is', () => {
    const bold = Float64Array.from({ length: 60 }, (_, t) => 10_000 + 5 * Math.sin(t * t))
    const square = bold.map((value) => value * value)
    const y = Float32Array.from(bold, (value) => (value - 10_000) ** 2 / 10)
    const confounds = Float64Array.from([...bold, ...square])
    const left = cleanSignals(y, 1, { ...plain, detrend: false, confounds })
    expect(Math.max(...left) - Math.min(...left)).toBeLessThan(1e-4)
  })

  test('refuses regressors that would leave nothing of the scans that stay', () => {
    const confounds = Float64Array.from({ length: 9 * samples }, (_, i) => Math.sin(i * i))
    const kept = (count: number) => Int32Array.from({ length: count }, (_, i) => 2 * i)
    expect(() => cleanSignals(x, rows, { ...plain, confounds, kept: kept(11) })).toThrow(/explain/)
    expect(cleanSignals(x, rows, { ...plain, confounds, kept: kept(12) }).length).toBe(12 * rows)
  })

  test('one scan has no scale', () => {
    const one = { ...plain, standardize: 'zSample', kept: Int32Array.of(3) } as const
    expect(() => cleanSignals(x, rows, one)).toThrow(/scale/)
    expect(cleanSignals(x, rows, { ...one, standardize: 'none' }).length).toBe(rows)
  })

  test('refuses lengths that do not agree', () => {
    expect(() => cleanSignals(x, 7, plain)).toThrow(RangeError)
    expect(() => cleanSignals(x, rows, { ...plain, confounds: new Float64Array(5) })).toThrow(
      RangeError,
    )
  })

  test('properties: scaling a row scales what is left of it, and z is blind to it', () => {
    const factor = fc.double({ min: 0.5, max: 8, noNaN: true })
    fc.assert(
      fc.property(factor, (by) => {
        const scaled = x.map((value) => value * by)
        const options = { ...plain, lowHz: 0.01, highHz: 0.1, standardize: 'zSample' } as const
        const [a, b] = [cleanSignals(x, rows, options), cleanSignals(scaled, rows, options)]
        expectClose(b, a, { relative: 1e-4, why: 'the rounding of values near 800' })
      }),
      { seed: 1, numRuns: 10 },
    )
  })
})

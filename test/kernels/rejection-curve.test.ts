import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channelReaches } from '../../src/kernels/auto-reject.ts'
import { mixChannels } from '../../src/kernels/mix-channels.ts'
import { bestThreshold, rejectionCurve } from '../../src/kernels/rejection-curve.ts'
import { leaveOneOutWeights } from '../../src/kernels/repair-channels.ts'
import {
  cleaningGolden,
  type GoldenAutoReject,
  goldenWindows,
  relativeError,
} from '../cleaning-golden.ts'

const row = (...values: number[]) => Float32Array.from(values)

describe('rejectionCurve', () => {
  test('a window that is unlike the others costs more than it brings', () => {
    const epochs = [row(0, 1), row(0, 1.5), row(0, 9), row(0, 1)]
    const folds = [{ train: [0, 1, 2], test: [3] }]
    const { thresholds, loss } = rejectionCurve(epochs, Float64Array.of(1, 1.5, 9, 1), folds, true)
    expect([...thresholds]).toEqual([1, 1.5, 9])
    expect([...loss]).toEqual([0, Math.sqrt(0.25 ** 2 / 2), Math.sqrt((11.5 / 3 - 1) ** 2 / 2)])
    expect(bestThreshold({ thresholds, loss })).toBe(1)
  })

  test('a fold that keeps nothing is infinitely bad, or keeps the least', () => {
    const epochs = [row(0, 1), row(0, 2)]
    const folds = [{ train: [1], test: [0] }]
    const reaches = Float64Array.of(1, 2)
    expect([...rejectionCurve(epochs, reaches, folds, false).loss]).toEqual([
      Number.POSITIVE_INFINITY,
      Math.sqrt(0.5),
    ])
    expect(rejectionCurve(epochs, reaches, folds, true).loss[0]).toBe(Math.sqrt(0.5))
  })

  test('a fold must have epochs on both sides', () => {
    const folds = [{ train: [], test: [0] }]
    expect(() => rejectionCurve([row(0, 1)], Float64Array.of(1), folds, true)).toThrow(RangeError)
  })
})

describe('golden', () => {
  const golden = cleaningGolden<GoldenAutoReject>('autoreject.json')
  const windows = goldenWindows(golden)
  const { channels } = golden
  const samples = windows[0].length / channels
  const weights = leaveOneOutWeights(Float64Array.from(golden.places))
  const predicted = windows.map((values) => mixChannels(weights, values, samples))
  const folds = golden.folds.map(([train, test]) => ({ train, test }))

  test('channels as the others predict them are those of autoreject', () => {
    const found = predicted.flatMap((values) => {
      return Array.from({ length: channels }, (_, c) => values[c * samples + 11])
    })
    expect(relativeError(found, golden.augmented)).toBeLessThan(1e-6)
  })

  const curveOf = (channel: number) => {
    const all = [...windows, ...predicted]
    const reaches = channelReaches(all, channels).filter((_, i) => i % channels === channel)
    const rows = all.map((values) => values.subarray(channel * samples, (channel + 1) * samples))
    return rejectionCurve(rows, reaches, folds, true)
  }

  test.each(golden.curves)('the curve of channel $channel is that of autoreject', (curve) => {
    const { thresholds, loss } = curveOf(curve.channel)
    expect(relativeError(thresholds, curve.thresholds)).toBeLessThan(1e-6)
    expect(relativeError(loss, curve.loss)).toBeLessThan(1e-6)
  })

  test('the best threshold is one of autoreject, or has a smaller error', () => {
    for (const [c, theirs] of golden.chosen.entries()) {
      const curve = curveOf(c)
      const ours = bestThreshold(curve)
      const at = (h: number) =>
        curve.loss[curve.thresholds.findLastIndex((t) => t <= h * (1 + 1e-6))]
      expect(at(ours)).toBeLessThanOrEqual(at(theirs) * (1 + 1e-6))
    }
  })
})

describe('properties', () => {
  const value = fc.integer({ min: -99, max: 99 })
  const table = fc.array(fc.tuple(value, value, value), { minLength: 4, maxLength: 9 })

  test('scaling the epochs scales thresholds and errors', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 6 }), (values, power) => {
        const epochs = values.map((v) => row(...v))
        const folds = [
          { train: [0, 1], test: [2, 3] },
          { train: [2, 3], test: [0, 1] },
        ]
        const scaled = epochs.map((epoch) => epoch.map((v) => v * 2 ** power))
        const plain = rejectionCurve(epochs, channelReaches(epochs, 1), folds, true)
        const large = rejectionCurve(scaled, channelReaches(scaled, 1), folds, true)
        expect([...large.thresholds]).toEqual([...plain.thresholds].map((v) => v * 2 ** power))
        expect([...large.loss]).toEqual([...plain.loss].map((v) => v * 2 ** power))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

import { describe, expect, test } from 'vitest'
import { applyAutoReject, autoReject, channelReaches } from '../../src/kernels/auto-reject.ts'
import {
  cleaningGolden,
  type GoldenAutoReject,
  goldenWindows,
  relativeError,
} from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAutoReject>('autoreject.json')
const windows = goldenWindows(golden)
const places = Float64Array.from(golden.places)
const thresholds = Float64Array.from(golden.thresholds)

describe('applyAutoReject', () => {
  test.each(golden.logs)('drops and repairs as autoreject, $consensus and $interpolate', (log) => {
    const { consensus, interpolate } = log
    const out = applyAutoReject(windows, { thresholds, places, consensus, interpolate })
    expect([...out.bad]).toEqual(log.bad)
    expect([...out.labels]).toEqual(log.labels)
    const samples = windows[0].length / golden.channels
    const kept = out.windows.filter((_, w) => out.bad[w] === 0).filter((_, i) => i % 4 === 0)
    const found = kept.flatMap((values) => [...values].filter((_, i) => i % samples === 7))
    expect(relativeError(found, log.clean)).toBeLessThan(1e-6)
  })
})

describe('autoReject', () => {
  const options = { interpolate: [1, 4], consensus: [0, 0.3, 0.6, 1], folds: 10, augment: true }

  test('finds thresholds between the least and the largest reach of each channel', () => {
    const found = autoReject(windows, places, { ...options, seed: 3 })
    const reaches = channelReaches(windows, golden.channels)
    for (const [c, threshold] of [...(found?.thresholds ?? [])].entries()) {
      const own = [...reaches].filter((_, i) => i % golden.channels === c)
      expect(threshold).toBeLessThanOrEqual(Math.max(...own))
      expect(threshold).toBeGreaterThan(0)
    }
    expect(options.interpolate).toContain(found?.interpolate)
    expect(options.consensus).toContain(found?.consensus)
  })

  test('says when nothing that is tried keeps a window', () => {
    const none = { ...options, consensus: [0], seed: 3 }
    expect(autoReject(windows, places, none)).toBeUndefined()
  })
})

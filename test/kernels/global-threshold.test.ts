import { describe, expect, test } from 'vitest'
import { channelReaches } from '../../src/kernels/auto-reject.ts'
import { globalThreshold } from '../../src/kernels/global-threshold.ts'
import {
  cleaningGolden,
  type GoldenAutoReject,
  goldenWindows,
  relativeError,
} from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAutoReject>('autoreject.json')
const windows = goldenWindows(golden)
const { channels } = golden

describe('globalThreshold', () => {
  test('the curve of all channels together, and its best', () => {
    const reaches = channelReaches(windows, channels)
    const { threshold, curve } = globalThreshold(windows, reaches, 5)
    const { thresholds, loss, chosen } = golden.global
    expect(relativeError(curve.thresholds, thresholds)).toBeLessThan(1e-6)
    const finite = loss.flatMap((v, i) => (v === null ? [] : [i]))
    const found = finite.map((i) => curve.loss[i])
    expect(
      relativeError(
        found,
        finite.map((i) => loss[i] ?? 0),
      ),
    ).toBeLessThan(1e-6)
    expect(curve.loss.filter((v) => v === Number.POSITIVE_INFINITY).length).toBe(
      loss.length - finite.length,
    )
    expect(relativeError([threshold], [chosen])).toBeLessThan(1e-6)
  })

  test('needs a window for each fold', () => {
    const reaches = channelReaches(windows.slice(0, 3), channels)
    expect(() => globalThreshold(windows.slice(0, 3), reaches, 5)).toThrow(RangeError)
  })
})

import { describe, expect, test } from 'vitest'
import { channelReaches } from '../../src/kernels/auto-reject.ts'
import { consensusCurve } from '../../src/kernels/consensus-curve.ts'
import { neighbouringFolds } from '../../src/kernels/epoch-folds.ts'
import { channelRepair } from '../../src/kernels/repair-channels.ts'
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

describe('consensusCurve', () => {
  test('is the mean loss of autoreject', () => {
    const reaches = channelReaches(windows, golden.channels)
    const loss = consensusCurve(
      { windows, reaches, thresholds },
      {
        interpolate: golden.tried,
        consensus: golden.consensus,
        folds: neighbouringFolds(windows.length, 10),
        repair: channelRepair(places),
      },
    )
    const finite = golden.loss.flatMap((v, i) => (v === null ? [] : [i]))
    expect(finite.length).toBeLessThan(golden.loss.length)
    expect([...loss.keys()].filter((i) => Number.isFinite(loss[i]))).toEqual(finite)
    const found = finite.map((i) => loss[i])
    expect(
      relativeError(
        found,
        finite.map((i) => golden.loss[i] ?? 0),
      ),
    ).toBeLessThan(1e-6)
  })
})

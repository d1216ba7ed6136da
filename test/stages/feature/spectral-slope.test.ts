import { describe, expect, test } from 'vitest'
import { spectralSlope as slopeOf } from '../../../src/kernels/spectral-slope.ts'
import { welch } from '../../../src/kernels/welch.ts'
import { spectralSlope } from '../../../src/stages/feature/spectral-slope.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { segmentsOf, withChannels } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'

/** Steps that are summed up, and a rhythm of 10 Hz on the first channel. */
const x = Float32Array.from({ length: 2000 }, () => 0)
for (let c = 0; c < 2; c++) {
  let sum = 0
  for (let t = 0; t < 1000; t++) {
    sum = 0.98 * sum + Math.sin(7919 * (t + 1) * (t + 1 + c))
    x[c * 1000 + t] = sum + (c === 0 ? 2 * Math.sin((2 * Math.PI * 10 * t) / 100) : 0)
  }
}
const windowOf = (values: Float32Array) => {
  const one = exampleTable('windows', {
    ...{ pieces: 1, channels: ['a', 'b'], rateHz: 100, lengthS: 10 },
  })
  return withChannels(
    one,
    segmentsOf(one).map((s) => ({ ...s, values })),
  )
}
const options = {
  ...{ fitHz: [2, 40], bandsHz: [[8, 12]], mostPeaks: 2, leastHeight: 0.3 },
} as { fitHz: [number, number]; bandsHz: [number, number][] }

describe('spectralSlope', () => {
  test('features of each channel follow from its density', async () => {
    const out = (await runStage(spectralSlope, windowOf(x), options)) as Table<'features'>
    const { values, cols } = matrixOf(out)
    expect(cols).toBe(12)
    expect(JSON.parse(out.meta.names).slice(0, 6)).toEqual([
      'a offset',
      'a exponent',
      'a rSquared',
      'a peakHz 8-12Hz',
      'a peakHeight 8-12Hz',
      'a peakWidthHz 8-12Hz',
    ])
    const density = welch(x, 2, { rateHz: 100, segment: 200 }).slice(4, 81)
    const hz = Float64Array.from(density, (_, k) => (k + 4) / 2)
    const how = { mostPeaks: 2, widthHz: [1, 12], leastHeight: 0.3, leastDeviations: 2 } as const
    const found = slopeOf(hz, density, { ...how, knee: false })
    const expected = [found.offset, found.exponent, found.rSquared]
    expectClose(values.subarray(0, 3), expected, stored())
    expect(values[3]).toBeCloseTo(10, 1)
    expect(values[4]).toBeGreaterThan(0.5)
  })

  test('NaN stays in its channel', async () => {
    const holed = x.slice()
    holed[3] = Number.NaN
    const out = (await runStage(spectralSlope, windowOf(holed), options)) as Table<'features'>
    const { values } = matrixOf(out)
    expect(values.subarray(0, 6).every(Number.isNaN)).toBe(true)
    expect(values.subarray(6).every(Number.isFinite)).toBe(true)
  })

  test('too few frequencies, or segments too long, are found in the plan', () => {
    const shape = { kind: 'windows', rateHz: 60, lengthS: 1 } as const
    const given = { segmentS: 0.1, fitHz: [2, 25] } as never
    expect(issuesOf(spectralSlope, shape, given)).toEqual(['fitHz'])
    expect(issuesOf(spectralSlope, shape, {} as never)).toEqual(['fitHz', 'segmentS'])
  })
})

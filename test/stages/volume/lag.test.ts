import { describe, expect, test } from 'vitest'
import { lag } from '../../../src/stages/volume/lag.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fmriStagesGolden, hashedRun, storedAsF32 } from '../../fmri-stages-golden.ts'
import { exampleRecording } from './example-volumes.ts'

const values = Float32Array.of(1, 2, 3, 4, 5, 6)
const segment = { channels: ['a', 'b'], startS: 0, rateHz: 0.5, values, index: 0 }
const signals = makeSignals(exampleRecording, [segment], 'arbitrary')

function lagged(scans: number[]) {
  const out = lag.run(signals, lag.options.parse({ scans }), { tables: {}, seed: 0 })
  return segmentsOf(out as Table<'signals'>)[0]
}

describe('lag', () => {
  test('copies stand later or earlier, zeros beyond the ends', () => {
    const { channels, values: found } = lagged([0, 1, -2])
    expect(channels).toEqual(['a', 'b', 'a@1', 'b@1', 'a@-2', 'b@-2'])
    expect([...found.subarray(6)]).toEqual([0, 1, 2, 0, 4, 5, 3, 0, 0, 6, 0, 0])
  })

  test('a lag longer than the segment leaves zeros', () => {
    expect([...lagged([5, -5]).values]).toEqual(new Array(12).fill(0))
    expect(lag.options.safeParse({ scans: [] }).success).toBe(false)
  })
})

test('agrees with scipy.ndimage.shift', () => {
  const { scans, values: expected } = fmriStagesGolden.lagged
  const options = lag.options.parse({ scans })
  const out = lag.run(hashedRun(3, 9, 2), options, { tables: {}, seed: 0 })
  expectClose(segmentsOf(out as Table<'signals'>)[0].values, expected, storedAsF32)
})

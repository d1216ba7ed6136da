import { describe, expect, test } from 'vitest'
import { shiftTime } from '../../../src/stages/volume/shift-time.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import { f64Of, type Table } from '../../../src/tables/table.ts'
import { makeVolumes } from '../../../src/tables/volumes.ts'
import { expectClose } from '../../close.ts'
import { fmriStagesGolden } from '../../fmri-stages-golden.ts'
import { exampleGrid, exampleRecording } from './example-volumes.ts'
import { goldenDesign, hashedScans } from './golden-design.ts'

const none = { tables: {}, seed: 0 }
const options = shiftTime.options.parse({ byS: -5 })

describe('shiftTime', () => {
  test('moves signals and volumes, whose numbers stay', () => {
    const values = Float32Array.of(1, 2)
    const segment = { channels: ['a'], startS: 2, rateHz: 0.5, values, index: 0 }
    const signals = makeSignals(exampleRecording, [segment], 'arbitrary')
    const [moved] = segmentsOf(shiftTime.run(signals, options, none) as Table<'signals'>)
    expect([moved.startS, ...moved.values]).toEqual([-3, 1, 2])
    const volumes = makeVolumes(exampleRecording, exampleGrid, 2, new Float32Array(24))
    const later = shiftTime.run(volumes, options, none) as Table<'volumes'>
    expect([...f64Of(later, 'timeS')]).toEqual([-5, -3])
  })

  test('needs to know by how much', () => {
    expect(shiftTime.options.safeParse({}).success).toBe(false)
  })
})

test('the designs of nilearn: scans in the middle of their repetition time, and earlier', () => {
  const { trS, byS, middle, earlier } = fmriStagesGolden.shifted
  const close = { relative: 1e-9, why: 'the same formulas in f64' }
  const by = (s: number) =>
    goldenDesign(shiftTime.run(hashedScans(), { byS: s }, none) as Table<'signals'>)
  expectClose(by(trS / 2), middle, close)
  expectClose(by(byS), earlier, close)
})

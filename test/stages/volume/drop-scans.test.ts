import { describe, expect, test } from 'vitest'
import { dropScans } from '../../../src/stages/volume/drop-scans.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import { f64Of, type Table } from '../../../src/tables/table.ts'
import { makeVolumes, voxelsOf } from '../../../src/tables/volumes.ts'
import { expectClose } from '../../close.ts'
import { fmriStagesGolden } from '../../fmri-stages-golden.ts'
import { hashed } from '../../linalg-golden.ts'
import { exampleGrid, exampleRecording } from './example-volumes.ts'
import { goldenDesign, hashedScans } from './golden-design.ts'

const none = { tables: {}, seed: 0 }
const values = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)
const segment = { channels: ['a', 'b'], startS: 0, rateHz: 0.5, values, index: 0 }
const signals = makeSignals(exampleRecording, [segment], 'arbitrary')

describe('dropScans', () => {
  test('leaves out samples and keeps times', () => {
    const options = dropScans.options.parse({ first: 1, last: 1 })
    const [left] = segmentsOf(dropScans.run(signals, options, none) as Table<'signals'>)
    expect([[...left.values], left.startS]).toEqual([[2, 3, 6, 7], 2])
  })

  test('leaves out volumes', () => {
    const volumes = makeVolumes(
      exampleRecording,
      exampleGrid,
      2,
      new Float32Array(36).map((_, i) => i),
    )
    const left = dropScans.run(
      volumes,
      dropScans.options.parse({ first: 2 }),
      none,
    ) as Table<'volumes'>
    expect([...f64Of(left, 'timeS')]).toEqual([4])
    expect(voxelsOf(left).values[0]).toBe(24)
  })

  test('refuses to leave out all', () => {
    const options = dropScans.options.parse({ first: 4 })
    expect(() => dropScans.run(signals, options, none)).toThrow(/signal-too-short/)
  })
})

describe('agrees with nilearn', () => {
  test('volumes that are left', () => {
    const { first, last, voxels } = fmriStagesGolden.dropped
    const all = hashed(12, 7)
    // the formula has a row a voxel, z fastest; a table has a scan a row, x fastest
    const scans = Float32Array.from({ length: 84 }, (_, i) => {
      const [x, y, z] = [i % 2, Math.floor(i / 2) % 3, Math.floor(i / 6) % 2]
      return all[(x * 6 + y * 2 + z) * 7 + Math.floor(i / 12)]
    })
    const volumes = makeVolumes(exampleRecording, exampleGrid, 2, scans)
    const options = dropScans.options.parse({ first, last })
    const left = dropScans.run(volumes, options, none) as Table<'volumes'>
    expect([...voxelsOf(left).values]).toEqual(voxels)
  })

  test('a model of what is left still fits its events', () => {
    const { dropFirst, dropped } = fmriStagesGolden.shifted
    const options = dropScans.options.parse({ first: dropFirst })
    const left = dropScans.run(hashedScans(), options, none) as Table<'signals'>
    const close = { relative: 1e-9, why: 'the same formulas in f64' }
    expectClose(goldenDesign(left), dropped, close)
  })
})

import { describe, expect, test } from 'vitest'
import { dropScans } from '../../../src/stages/volume/drop-scans.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import { f64Of, type Table } from '../../../src/tables/table.ts'
import { makeVolumes, voxelsOf } from '../../../src/tables/volumes.ts'
import { exampleGrid, exampleRecording } from './example-volumes.ts'

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

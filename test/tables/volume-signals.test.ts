import { describe, expect, test } from 'vitest'
import { segmentsOf } from '../../src/tables/signals.ts'
import { volumeSignals } from '../../src/tables/volume-signals.ts'
import { makeVolumes } from '../../src/tables/volumes.ts'
import { exampleGrid, exampleRecording } from '../stages/volume/example-volumes.ts'

describe('volumeSignals', () => {
  test('makes one segment at 1 / TR with the keys of the recording', () => {
    const volumes = makeVolumes(exampleRecording, exampleGrid, 2.5, new Float32Array(2 * 12))
    const signals = volumeSignals(volumes, ['a', 'b', 'c'], new Float32Array(6))
    expect(segmentsOf(signals)).toMatchObject([
      { recording: 'A_1', channels: ['a', 'b', 'c'], rateHz: 0.4, samples: 2, startS: 0 },
    ])
    expect(signals.meta).toMatchObject({ unit: 'arbitrary', labels: '["task"]' })
    expect(signals.meta.grid).toBeUndefined()
  })

  test('no scans make an empty table', () => {
    const volumes = makeVolumes(exampleRecording, exampleGrid, 2.5, new Float32Array(0))
    expect(volumeSignals(volumes, [], new Float32Array(0))).toMatchObject({ rows: 0 })
  })

  test('refuses a recording without a repetition time', () => {
    const volumes = makeVolumes(exampleRecording, exampleGrid, 0, new Float32Array(12))
    expect(() => volumeSignals(volumes, ['a'], new Float32Array(1))).toThrow(/file-corrupt/)
  })
})

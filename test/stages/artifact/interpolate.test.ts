import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../../src/kernels/electrode-positions.ts'
import { interpolate } from '../../../src/stages/artifact/interpolate.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { type Sensor, withSensors } from '../../../src/tables/sensors.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const channels = ['F3', 'F4', 'P3', 'P4', 'Cz', 'ECG']
const values = Float32Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 4 : Math.floor(i / 2)))
const table = signalsOf([{ channels, values }])
const made = async (wanted: string[]) => {
  const out = await runStage(interpolate, table, { channels: wanted })
  return { out, segment: segmentsOf(out as Signals)[0] }
}

describe('interpolate', () => {
  test('replaces a channel from the others, ECG apart', async () => {
    const { out, segment } = await made(['Cz'])
    expect(segment.channels).toEqual(channels)
    expect(segment.values[8]).toBeCloseTo(4, 5)
    expect(segment.values[9]).toBeGreaterThan(0)
    expect(segment.values[9]).toBeLessThan(3)
    expect(segment.values.subarray(0, 8)).toEqual(values.subarray(0, 8))
    expect(notesOf(out)).toEqual([
      { stage: 'interpolate', says: 'channels were interpolated', channels: ['Cz'] },
    ])
  })

  test('adds a channel that is missing, at the end', async () => {
    const { segment } = await made(['Fz'])
    expect(segment.channels).toEqual([...channels, 'Fz'])
    expect(segment.values[12]).toBeCloseTo(4, 5)
  })

  test('needs places and three electrodes', async () => {
    await expect(made(['ECG'])).rejects.toMatchObject({ code: 'stage-options' })
    await expect(made(['F3', 'F4', 'P3'])).rejects.toMatchObject({ facts: { left: 2 } })
  })

  test('takes the positions of the file where it has them', async () => {
    const names = ['E1', 'E2', 'E3', 'E4', 'E5', 'E6']
    const places = [...electrodePositions(['F3', 'F4', 'P3', 'P4', 'Cz', 'Oz'])]
    const sensors = Object.fromEntries(
      names.map((name, c): [string, Sensor] => {
        const [x, y, z] = places.slice(3 * c).map((v) => 0.09 * v)
        return [name, { positionM: [x, y, z], frame: 'head' }]
      }),
    )
    const named = signalsOf([{ channels: names, values }])
    await expect(runStage(interpolate, named, { channels: ['E5'] })).rejects.toMatchObject({
      facts: { channel: 'E5' },
    })
    const out = await runStage(interpolate, withSensors(named, sensors), { channels: ['E5'] })
    expect(segmentsOf(out as Signals)[0].values[8]).toBeCloseTo(4, 5)
  })

  test('the shape knows the channels that are added', () => {
    const shape = interpolate.shape?.(
      { kind: 'signals', channels: ['EEG Cz'] },
      {
        channels: ['Cz', 'Fz'],
      },
    )
    expect(shape?.channels).toEqual(['EEG Cz', 'Fz'])
  })
})

describe('positions of the recording', () => {
  const standard = electrodePositions(channels.slice(0, 5))
  const shifted = channels.slice(0, 5).map((_, c): Sensor => {
    const [x, y, z] = standard.subarray(3 * c, 3 * c + 3)
    return { positionM: [0.1 * x, 0.1 * y, 0.1 * z + 0.05], frame: 'head' }
  })
  const under = (names: readonly string[]) => {
    const named = signalsOf([{ channels: [...names, 'ECG'], values }])
    return withSensors(named, Object.fromEntries(names.map((name, c) => [name, shifted[c]])))
  }

  test('are taken, whatever channels are called', async () => {
    const out = await runStage(interpolate, under(['E1', 'E2', 'E3', 'E4', 'E5']), {
      channels: ['E5'],
    })
    const { segment } = await made(['Cz'])
    const [own] = segmentsOf(out as Signals)
    for (const [i, v] of own.values.entries()) expect(v).toBeCloseTo(segment.values[i], 5)
    expect(notesOf(out)[0]).toMatchObject({ places: 'of the recording' })
  })

  test('are not mixed with those of names, which decide for one that is missing', async () => {
    const out = await runStage(interpolate, under(channels.slice(0, 5)), { channels: ['Fz'] })
    expect(segmentsOf(out as Signals)[0].values).toEqual((await made(['Fz'])).segment.values)
    expect(notesOf(out)[0].places).toBeUndefined()
  })

  test('a plan does not ask for places of names where recordings may state them', () => {
    const shape = { kind: 'signals', hasPlaces: true } as const
    expect(issuesOf(interpolate, shape, { channels: ['E5'] })).toEqual([])
  })
})

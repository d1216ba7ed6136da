import { describe, expect, test } from 'vitest'
import { reference } from '../../../src/stages/signal/reference.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { withSensors } from '../../../src/tables/sensors.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { column } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

type Golden = Record<'average' | 'named' | 'bipolar', number[]>
const golden = signalGolden<Golden>('rows.json')
const table = signalsOf([{ channels: ['a', 'b', 'c'], values: signalInput(3, 400) }])

describe('reference', () => {
  test.each([
    ['average', { to: 'average' as const }, ['a', 'b', 'c']],
    ['named', { to: ['a', 'c'] }, ['a', 'b', 'c']],
    ['bipolar', { bipolar: [['a', 'b'] as [string, string], ['b', 'c']] }, ['a-b', 'b-c']],
  ] as const)('%s equals MNE', async (name, options, channels) => {
    const out = await runStage(reference, table, structuredClone(options) as { to?: 'average' })
    const [segment] = segmentsOf(out as Signals)
    expect(segment.channels).toEqual(channels)
    expectClose(segment.values, golden[name], stored())
  })

  test('with channels kept, the other columns are shared', async () => {
    const out = await runStage(reference, table, { to: 'average' })
    expect(column(out, 'channel').values).toBe(column(table, 'channel').values)
  })

  test('a reference that is missing is named', async () => {
    await expect(runStage(reference, table, { to: ['a', 'x'] })).rejects.toThrow(/channel-missing/)
  })

  test('montages by name find electrodes by either of their names', async () => {
    const names = 'Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 F7 F8 T7 T8 P7 P8 Fz Cz Pz A1 A2'.split(' ')
    const values = Float32Array.from(names, (_, c) => 2 ** c)
    const cap = signalsOf([{ channels: names.map((name) => `EEG ${name}-REF`), values }])
    const [tcp] = segmentsOf((await runStage(reference, cap, { bipolar: 'tcp22' })) as Signals)
    expect(tcp.channels).toHaveLength(22)
    expect(tcp.channels[8]).toBe('A1-T3')
    expect(tcp.values[8]).toBe(2 ** 19 - 2 ** 12)
    const found = { longitudinal: 18, longitudinal16: 16, transverse: 14, tcp20: 20 } as const
    for (const [bipolar, count] of Object.entries(found)) {
      const given = { bipolar: bipolar as keyof typeof found }
      const [segment] = segmentsOf((await runStage(reference, cap, given)) as Signals)
      expect(segment.channels).toHaveLength(count)
    }
  })

  test('each type of sensor has its own average', async () => {
    const values = Float32Array.of(1, 2, 30, 40)
    const mixed = withSensors(signalsOf([{ channels: ['a', 'b', 'm', 'n'], values }]), {
      a: { type: 'eeg' },
      b: { type: 'eeg' },
      m: { type: 'mag' },
      n: { type: 'mag' },
    })
    const out = await runStage(reference, mixed, { to: 'averageOfType' })
    expect([...segmentsOf(out as Signals)[0].values]).toEqual([-0.5, 0.5, -5, 5])
  })

  test('channels of the eyes and the heart are not in the mean and stay as they are', async () => {
    const values = Float32Array.of(1, 2, 30, 40)
    const mixed = withSensors(signalsOf([{ channels: ['a', 'b', 'EOG', 'ECG'], values }]), {
      a: { type: 'eeg' },
      b: { type: 'eeg' },
      EOG: { type: 'eog' },
      ECG: { type: 'ecg' },
    })
    const by = async (to: 'average' | 'averageOfType' | string[]) => {
      return [...segmentsOf((await runStage(reference, mixed, { to })) as Signals)[0].values]
    }
    expect(await by('average')).toEqual([-0.5, 0.5, 30, 40])
    expect(await by('averageOfType')).toEqual([-0.5, 0.5, 30, 40])
    expect(await by(['b'])).toEqual([-1, 0, 30, 40])
  })

  test('one average of potentials and fields is refused', async () => {
    const values = Float32Array.of(1, 2)
    const mixed = withSensors(signalsOf([{ channels: ['a', 'm'], values }]), {
      a: { type: 'eeg' },
      m: { type: 'mag' },
    })
    await expect(runStage(reference, mixed, { to: 'average' })).rejects.toMatchObject({
      code: 'stage-options',
      facts: { types: ['eeg', 'mag'] },
    })
  })

  test('at infinity potentials do not depend on the reference, and need places', async () => {
    const names = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'Cz']
    const own = signalsOf([{ channels: names, values: signalInput(7, 30) }])
    const [{ values }] = segmentsOf(own)
    const moved = values.map((v, i) => v + (i % 30) * 2)
    const other = signalsOf([{ channels: names, values: moved }])
    const [a, b] = await Promise.all(
      [own, other].map(async (each) => {
        return segmentsOf((await runStage(reference, each, { to: 'rest' })) as Signals)[0].values
      }),
    )
    const most = Math.max(...a.map(Math.abs))
    a.forEach((v, i) => {
      expect(Math.abs(v - b[i])).toBeLessThan(1e-5 * most)
    })
    await expect(runStage(reference, table, { to: 'rest' })).rejects.toMatchObject({
      code: 'stage-options',
      facts: { missing: ['a', 'b', 'c'] },
    })
    const shape = { kind: 'signals', channels: [...names, 'ECG'] } as const
    expect(issuesOf(reference, shape, { to: 'rest' })).toEqual(['to'])
    expect(issuesOf(reference, { ...shape, hasPlaces: true }, { to: 'rest' })).toEqual([])
    expect(issuesOf(reference, { ...shape, channels: names.slice(0, 3) }, { to: 'rest' })).toEqual([
      'to',
    ])
  })

  test('contacts of a shaft are compared with their neighbours', async () => {
    const channels = ['A1', 'A2', 'A3', 'A5', "POL B'09", "B'10", 'EKG']
    const shafts = signalsOf([{ channels, values: Float32Array.of(1, 4, 9, 25, 81, 100, 7) }])
    const [pairs] = segmentsOf((await runStage(reference, shafts, { shaft: 'bipolar' })) as Signals)
    expect(pairs.channels).toEqual(['A1-A2', 'A2-A3', "POL B'09-B'10"])
    expect([...pairs.values]).toEqual([-3, -5, -19])
    const [own] = segmentsOf((await runStage(reference, shafts, { shaft: 'laplacian' })) as Signals)
    expect(own.channels).toEqual(['A1', 'A2', 'A3', "POL B'09", "B'10"])
    expect([...own.values]).toEqual([-3, -1, 5, -19, 19])
    await expect(runStage(reference, table, { shaft: 'bipolar' })).rejects.toThrow(/neighbours/)
  })

  test('a cap is no shaft: refused, or a note beside certain contacts', async () => {
    const cap = signalsOf([{ channels: ['Fp1', 'Fp2', 'C3', 'C4'], values: new Float32Array(4) }])
    await expect(runStage(reference, cap, { shaft: 'bipolar' })).rejects.toThrow(
      /10-20.*Fp1.*C4.*channels\.tsv/,
    )
    const channels = ['Fp1', 'Fp2', 'B1', 'B2']
    const both = signalsOf([{ channels, values: Float32Array.of(1, 2, 4, 8) }])
    const out = (await runStage(reference, both, { shaft: 'bipolar' })) as Signals
    expect(segmentsOf(out)[0].channels).toEqual(['B1-B2'])
    expect(notesOf(out)).toMatchObject([{ stage: 'reference', channels: ['Fp1', 'Fp2'] }])
    const typed = withSensors(both, { Fp1: { type: 'seeg' }, Fp2: { type: 'seeg' } })
    const inside = (await runStage(reference, typed, { shaft: 'bipolar' })) as Signals
    expect(segmentsOf(inside)[0].channels).toEqual(['Fp1-Fp2'])
    expect(notesOf(inside)).toEqual([])
  })

  test('exactly one way is given', () => {
    expect(() => reference.options.parse({})).toThrow(/exactly one/)
  })
})

import { describe, expect, test } from 'vitest'
import { random } from '../../../src/kernels/random.ts'
import { autoreject } from '../../../src/stages/artifact/autoreject.ts'
import { window } from '../../../src/stages/signal/window.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { fitApply, runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const channels = ['Fp1', 'Fp2', 'F3', 'F4', 'C3', 'C4', 'P3', 'P4', 'O1', 'O2', 'ECG']
const samples = 100

/** Twenty windows of 1 s of a rhythm that all electrodes share, with what `spoil` adds. */
async function windows(spoil: (channel: string, window: number) => number, count = 20) {
  const draw = random(5)
  const values = new Float32Array(channels.length * count * samples)
  for (let i = 0; i < values.length; i++) {
    const t = i % (count * samples)
    const bump = Math.exp(-(((t % samples) - 50) ** 2) / 50)
    const added = spoil(channels[Math.floor(i / (count * samples))], Math.floor(t / samples))
    values[i] = 10 * Math.sin(t / 9) + draw.normal() + added * bump
  }
  return runStage(window, signalsOf([{ channels, values }]), { lengthS: 1 })
}

const numbersOf = (table: Table) => segmentsOf(table as Table<'windows'>).map(({ index }) => index)
const spread = (values: Float32Array) => Math.max(...values) - Math.min(...values)

describe('autoreject', () => {
  test('repairs a channel of a window and drops a window in which most are bad', async () => {
    const table = await windows((name, w) => {
      return (name === 'C3' && w === 4) || w === 7 ? 200 : 0
    })
    const out = fitApply(autoreject, {}, { train: table })
    expect(numbersOf(out)).toEqual([...Array(20).keys()].filter((w) => w !== 7))
    const [note] = notesOf(out)
    expect(note).toMatchObject({ stage: 'autoreject', rejected: 1, of: 20 })
    const at = channels.indexOf('C3') * samples
    const of = (from: Table) => segmentsOf(from as Table<'windows'>)[4].values
    expect(spread(of(table).subarray(at, at + samples))).toBeGreaterThan(150)
    expect(spread(of(out).subarray(at, at + samples))).toBeLessThan(40)
    expect(of(out).subarray(10 * samples)).toEqual(of(table).subarray(10 * samples))
  })

  test('one threshold for all drops windows and repairs none', async () => {
    const table = await windows((name, w) => (name === 'C3' && w === 4 ? 200 : 0))
    const out = fitApply(autoreject, { method: 'global', folds: 5 }, { train: table })
    expect(numbersOf(out)).not.toContain(4)
    const threshold = Number(notesOf(out)[0].threshold)
    expect(threshold).toBeLessThan(150)
  })

  test('what was found on some windows is used on others', async () => {
    const train = await windows((name, w) => (name === 'C3' && w === 4 ? 200 : 0))
    const input = await windows((_name, w) => (w === 2 ? 150 : 0), 3)
    const out = fitApply(autoreject, { over: 'subject' }, { train, input })
    expect(numbersOf(out)).toEqual([0, 1])
  })

  test('a channel with an artefact nowhere near an electrode is not looked at', async () => {
    const table = await windows((name) => (name === 'ECG' ? 5000 : 0))
    expect(notesOf(fitApply(autoreject, {}, { train: table }))[0]).toMatchObject({ rejected: 0 })
  })

  test('says when windows are too few, not finite, or none can be kept', async () => {
    const few = await windows(() => 0, 4)
    const fitting =
      (train: Table, given = {}) =>
      () =>
        fitApply(autoreject, given, { train })
    expect(fitting(few)).toThrow(/signal-too-short.*windows 4.*over: subject/)
    const all = await windows(() => 0)
    expect(fitting(all, { consensus: [0] })).toThrow(/stage-options.*keeps a window/)
    expect(fitting(all, { interpolate: [10] })).toThrow(/stage-options.*electrodes 10/)
    segmentsOf(all as Table<'windows'>)[3].values[0] = Number.NaN
    expect(fitting(all)).toThrow(/non-finite.*window 3/)
  })
})

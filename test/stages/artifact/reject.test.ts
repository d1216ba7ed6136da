import { describe, expect, test } from 'vitest'
import { reject } from '../../../src/stages/artifact/reject.ts'
import { window } from '../../../src/stages/signal/window.ts'
import { makeEvents } from '../../../src/tables/events.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf } from '../../signal-golden.ts'

interface Golden {
  reject: { peakToPeakUv: number; kept: number[]; flatUv: number; flatKept: number[] }
}
const golden = signalGolden<Golden>('window.json').reject

async function windows(values = signalInput(2, 1000), unit = 'uV') {
  const table = signalsOf([{ channels: ['a', 'b'], values }], unit)
  return runStage(window, table, { lengthS: 2, strideS: 1.5 })
}

const numbersOf = (table: Table) => segmentsOf(table as Table<'windows'>).map(({ index }) => index)

describe('reject', () => {
  test('windows that reach too far, or not far enough, go as in MNE', async () => {
    const { peakToPeakUv, flatUv, kept, flatKept } = golden
    const far = await runStage(reject, await windows(), { peakToPeakUv })
    expect(numbersOf(far)).toEqual(kept)
    expect(numbersOf(await runStage(reject, await windows(), { flatUv }))).toEqual(flatKept)
    expect(notesOf(far)).toMatchObject([{ stage: 'reject', rejected: 6 - kept.length, of: 6 }])
  })

  test('windows that are not finite go when asked, and only then', async () => {
    const values = signalInput(2, 1000)
    values[1040] = Number.NaN
    const spoilt = await windows(values)
    expect(numbersOf(await runStage(reject, spoilt, { nonFinite: true }))).toEqual([1, 2, 3, 4, 5])
    expect(numbersOf(await runStage(reject, spoilt, { peakToPeakUv: 1e4 }))).toHaveLength(6)
  })

  test('a limit in uV on samples of another unit is refused', async () => {
    const other = await windows(undefined, 'fT')
    await expect(runStage(reject, other, { flatUv: 1 })).rejects.toThrow(/stage-options.*fT/)
    expect(numbersOf(await runStage(reject, other, { nonFinite: true }))).toHaveLength(6)
  })

  test('windows with a steep step go; from one row to the next there is none', async () => {
    const values = new Float32Array(2000).fill(3, 1000)
    values[1300] = 9
    const limits = { gradientUvPerMs: 0.59 }
    expect(numbersOf(await runStage(reject, await windows(values), limits))).toEqual([0, 3, 4, 5])
    const steeper = { gradientUvPerMs: 0.61 }
    expect(numbersOf(await runStage(reject, await windows(values), steeper))).toHaveLength(6)
  })

  test('windows that a bad span reaches into go as in MNE', async () => {
    const who = { subject: 'A', session: '1', run: '1', recording: 'A_1', labels: {} }
    const events = makeEvents(who, [
      { onsetS: 1.2, durationS: 0.4, label: 'BAD_blink' },
      { onsetS: 5, durationS: 0, label: 'bad' },
      { onsetS: 8, durationS: 2, label: 'go' },
    ])
    const out = await runStage(reject, await windows(), { badEvents: ['bad'] }, { events })
    expect(numbersOf(out)).toEqual([2, 4, 5])
  })

  test('at least one limit is given', () => {
    expect(() => reject.options.parse({})).toThrow(/one of/)
  })
})

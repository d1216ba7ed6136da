import { describe, expect, test } from 'vitest'
import { fif } from '../../../src/io/fif.ts'
import { memorySource } from '../../../src/io/source.ts'
import { ssp } from '../../../src/stages/signal/ssp.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { projectionsOf, withProjections } from '../../../src/tables/projections.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { who } from '../../fixtures/recordings.ts'
import { type FifCase, fifCases } from '../../io/fif-golden.ts'
import { runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const due = fifCases.find((each) => each.case === 'double') as FifCase
const bytes = new Uint8Array(Buffer.from(due.files[due.open], 'base64'))
const table = (await fif.read(memorySource(due.open, bytes), who, {})) as Signals

describe('ssp', () => {
  test('gives what MNE does with all projections of a file', async () => {
    const out = await runStage(ssp, table, {})
    const [{ values, samples }] = segmentsOf(out as Signals)
    const largest = [1e-12, 1e-11, 1e-11]
    due.projected?.forEach((row, c) => {
      row.forEach((v, t) => {
        expect(Math.abs(values[c * samples + t] - v)).toBeLessThan(1e-6 * largest[c])
      })
    })
    expect(projectionsOf(out).map(({ active }) => active)).toEqual([true, true])
    expect(notesOf(out)).toMatchObject([{ names: ['PCA-1', 'PCA-2'] }])
    expect(await runStage(ssp, out, {})).toBe(out)
  })

  test('one can be chosen; a name that is not there is refused', async () => {
    const out = await runStage(ssp, table, { names: ['PCA-2'] })
    expect(projectionsOf(out).map(({ active }) => active)).toEqual([false, true])
    await expect(runStage(ssp, table, { names: ['x'] })).rejects.toThrow(/stage-options.*PCA-1/)
  })

  test('without projections it passes; vectors are of their channels alone', async () => {
    const plain = signalsOf([{ channels: ['A', 'B', 'C'], values: Float32Array.of(1, 2, 3) }])
    expect(await runStage(ssp, plain, {})).toBe(plain)
    const one = { name: 'mean', active: false, channels: ['C', 'A', 'gone'], vectors: [[1, 1, 1]] }
    const out = await runStage(ssp, withProjections(plain, [one]), {})
    expect([...segmentsOf(out as Signals)[0].values]).toEqual([-1, 2, 1])
  })
})

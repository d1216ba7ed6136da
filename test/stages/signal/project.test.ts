import { describe, expect, test } from 'vitest'
import { project } from '../../../src/stages/signal/project.ts'
import { makeFeatures } from '../../../src/tables/features.ts'
import { keysFor } from '../../../src/tables/keys.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const channels = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'ECG']
const values = Float32Array.from({ length: 14 }, (_, i) => (i < 12 ? 5 + (i % 2) * i : 99))
const table = signalsOf([{ channels, values }])

/** Weights as a file of numbers gives them, shape [rows, columns]. */
function weights(rows: number, ...numbers: number[]) {
  const who = { subject: '', session: '', run: '', recording: '', labels: {} }
  const window = Int32Array.from({ length: rows }, (_, i) => i)
  const spans = { window, startS: new Float64Array(rows), endS: new Float64Array(rows) }
  return makeFeatures(keysFor(who, rows), spans, Float32Array.from(numbers), {})
}

describe('project', () => {
  test('sums the channels that are named by the weights of a file', async () => {
    const options = { to: ['mean', 'left'], matrix: 'm.tsv', from: ['fp1', 'C3', 'O1'] }
    const tables = { weights: weights(2, 0.5, 0, 0.5, 1, -1, 0) }
    const [segment] = segmentsOf((await runStage(project, table, options, tables)) as Signals)
    expect(segment.channels).toEqual(['mean', 'left'])
    expect([...segment.values]).toEqual([5, 10, 0, -4])
  })

  test('brings electrodes to another montage by splines', async () => {
    const out = await runStage(project, table, { to: ['Fz', 'Cz'] })
    const [segment] = segmentsOf(out as Signals)
    expect(segment.channels).toEqual(['Fz', 'Cz'])
    expect(segment.values[0]).toBeCloseTo(5, 5)
    expect(segment.values[2]).toBeCloseTo(5, 5)
    expect(segment.values[3]).toBeGreaterThan(6)
  })

  test('a matrix of another shape, and names without a place, are refused', async () => {
    const options = { to: ['mean'], matrix: 'm.tsv' }
    await expect(
      runStage(project, table, options, { weights: weights(1, 1, 1) }),
    ).rejects.toMatchObject({
      code: 'length-mismatch',
      facts: { expected: [1, 7], found: [1, 2] },
    })
    await expect(runStage(project, table, { to: ['Q7'] })).rejects.toThrow(/stage-options.*Q7/)
    expect(issuesOf(project, { kind: 'signals' }, { to: ['Cz', 'Q7'] })).toEqual(['to.1'])
  })
})

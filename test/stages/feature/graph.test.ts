import { expect, test } from 'vitest'
import { graph } from '../../../src/stages/feature/graph.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { exampleTable, recordingOf } from '../../fixtures/tables.ts'
import { fmriStagesGolden, voxelRun } from '../../fmri-stages-golden.ts'
import { hashed } from '../../linalg-golden.ts'

const run = (input: Table, options: object) =>
  graph.run(input, graph.options.parse(options), { tables: {}, seed: 0 }) as Table<'features'>

const values = Float32Array.of(1, 2, 3, 4, 1, 2, 3, 5, 4, 3, 2, 1)
const segment = { channels: ['a', 'b', 'c'], startS: 0, rateHz: 1, values, index: 0 }
const signals = makeSignals(recordingOf(), [segment], 'percent')

test('signals that go together are joined; a number for each node or one', () => {
  const out = run(signals, { measures: ['degree', 'modularity'], above: 0.5 })
  expect(JSON.parse(out.meta.names)).toEqual(['a degree', 'b degree', 'c degree', 'modularity'])
  expect([...matrixOf(out).values]).toEqual([1, 1, 0, 0])
})

test('elements of matrices are edges', () => {
  const table = exampleTable('matrices', { pieces: 2 })
  const all = run(table, { measures: ['degree', 'clustering'], above: -1e9 })
  expect([...matrixOf(all).values.subarray(0, 8)]).toEqual([3, 3, 3, 3, 1, 1, 1, 1])
})

test('a recording with NaN has features of NaN', () => {
  const holed = makeSignals(recordingOf(), [{ ...segment, values: values.with(2, NaN) }], 'percent')
  expect(matrixOf(run(holed, { measures: ['degree'] })).values.every(Number.isNaN)).toBe(true)
})

test('degrees by the length of edges equal those of SciPy', () => {
  const { seeded, distances } = fmriStagesGolden
  const count = seeded.voxels.length / 3
  const input = voxelRun(seeded, Float32Array.from(hashed(count, seeded.scans)))
  const { above, bandsMm, degrees } = distances
  const out = run(input, { measures: ['degree'], above, bandsMm })
  expect([...matrixOf(out).values.subarray(count)]).toEqual(degrees)
  expect(JSON.parse(out.meta.names)[count + 1]).toBe('0,0,1 degree 3.5-6.5 mm')
})

test('lengths of edges need places, and bands that rise', () => {
  const bands = { measures: ['degree'], bandsMm: [0, 5] }
  expect(() => run(signals, bands)).toThrow(/stage-options.*bandsMm/)
  expect(() => run(signals, { ...bands, bandsMm: [5, 5] })).toThrow(/stage-options.*bandsMm/)
})

import { expect, test } from 'vitest'
import { vectorize } from '../../../src/stages/feature/vectorize.ts'
import { makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleTable, recordingOf } from '../../fixtures/tables.ts'
import { fmriStagesGolden, storedAsF32 } from '../../fmri-stages-golden.ts'

const table = exampleTable('matrices', { channels: ['a', 'b', 'c'], pieces: 2 })
const run = (options: object) =>
  vectorize.run(table, vectorize.options.parse(options), {
    tables: {},
    seed: 0,
  }) as Table<'features'>

test('the half below the diagonal, row after row, named by rows and columns', () => {
  const out = run({})
  const matrix = matrixOf(table).values
  expect(JSON.parse(out.meta.names)).toEqual(['b~a', 'c~a', 'c~b'])
  expect([...matrixOf(out).values.subarray(0, 3)]).toEqual([matrix[3], matrix[6], matrix[7]])
})

test('one channel has nothing beside its diagonal', () => {
  const one = exampleTable('matrices', { channels: ['a'] })
  const options = vectorize.options.parse({})
  expect(() => vectorize.run(one, options, { tables: {}, seed: 0 })).toThrow(/stage-options/)
})

test.each(['discard', 'scaled'] as const)('%s: the order of nilearn', (diagonal) => {
  const { matrix } = fmriStagesGolden.vectors
  const at = Int32Array.of(0)
  const spans = { window: at, startS: Float64Array.from(at), endS: Float64Array.of(1) }
  const recording = recordingOf()
  const values = Float32Array.from(matrix)
  const input = makeMatrices(keysFor(recording, 1), spans, values, labelsMeta(recording))
  const out = vectorize.run(input, vectorize.options.parse({ diagonal }), { tables: {}, seed: 0 })
  const found = matrixOf(out as Table<'features'>).values
  expectClose(found, fmriStagesGolden.vectors[diagonal], storedAsF32)
})

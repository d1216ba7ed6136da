import { expect, test } from 'vitest'
import { responseCeiling } from '../../../src/stages/feature/response-ceiling.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { voxelRows } from '../../evaluation/voxel-rows.ts'
import { fmriGolden } from '../../fmri-golden.ts'
import { fitApply } from '../../run-stage.ts'

interface Golden {
  responses: number[]
  repeats: number
  ccMax: number
  explainable: number
}

const golden = fmriGolden<Golden>('encoding.json')
const stimuli = golden.responses.length / golden.repeats
const table = voxelRows({
  values: Float32Array.from(golden.responses.flatMap((value, i) => [value, i % 3])),
  names: ['v', 'noise'],
  labels: golden.responses.map((_, i) => `s${i % stimuli}`),
  runs: golden.responses.map((_, i) => Math.floor(i / stimuli)),
})

test.each(['ccMax', 'explainable'] as const)('%s of each voxel over its repeats', (measure) => {
  const out = fitApply(responseCeiling, { by: 'event', measure }, { train: table })
  const { values } = matrixOf(out as Table<'features'>)
  const why = { relative: 1e-6, why: 'features are stored in f32' }
  expectClose(values.subarray(0, 1), [golden[measure]], why)
  expect(values[1]).toBeGreaterThanOrEqual(0)
})

test('a stimulus that was there once is refused', () => {
  const labels = golden.responses.map((_, i) => `s${i}`)
  const once = voxelRows({
    values: Float32Array.from(golden.responses),
    names: ['v'],
    labels,
    runs: labels.map(() => 0),
  })
  expect(() => fitApply(responseCeiling, { by: 'event' }, { train: once })).toThrow(
    /split-impossible/,
  )
})

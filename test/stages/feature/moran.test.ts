import { expect, test } from 'vitest'
import { moran } from '../../../src/stages/feature/moran.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { type Table, withMeta } from '../../../src/tables/table.ts'
import { voxelRows } from '../../evaluation/voxel-rows.ts'
import { runStage } from '../../run-stage.ts'

const grid = { shape: [4, 1, 1], affine: [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] }
const rows = voxelRows({
  values: Float32Array.of(1, -1, 1, -1, 0, 1, 2, 3, 5, 5, 5, 5),
  names: ['0,0,0', '1,0,0', '2,0,0', '3,0,0'],
  labels: ['a', 'b', 'c'],
  runs: [1, 1, 1],
})
const onGrid = withMeta(rows, { grid: JSON.stringify(grid) })

test('a chequerboard, a slope and a constant map', async () => {
  const out = (await runStage(moran, onGrid, {})) as Table<'features'>
  const { values, cols } = matrixOf(out)
  expect(cols).toBe(1)
  expect(values[0]).toBe(-1)
  expect(values[1]).toBeCloseTo(1 / 3, 6)
  expect(values[2]).toBeNaN()
  expect(JSON.parse(out.meta.names)).toEqual(['moran'])
})

test('neighbours reach as far as the radius', async () => {
  const out = (await runStage(moran, onGrid, { radius: 2 })) as Table<'features'>
  expect(matrixOf(out).values[0]).toBeCloseTo(-0.2, 6)
})

test('features that are no voxels are refused', async () => {
  await expect(runStage(moran, rows, {})).rejects.toThrow(/stage-options.*moran/)
})

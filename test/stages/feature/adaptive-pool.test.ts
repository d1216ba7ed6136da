import { expect, test } from 'vitest'
import { adaptivePool } from '../../../src/stages/feature/adaptive-pool.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { listsOf, type Table, withMeta } from '../../../src/tables/table.ts'
import { voxelRows } from '../../evaluation/voxel-rows.ts'
import { runStage } from '../../run-stage.ts'

const person = (voxels: number) => {
  const rows = voxelRows({
    values: Float32Array.from({ length: 2 * voxels }, (_, i) => i),
    names: Array.from({ length: voxels }, (_, v) => `${v},0,0`),
    labels: ['a', 'b'],
    runs: [voxels, voxels],
  })
  return withMeta(rows, { grid: '{"shape":[9,1,1]}', depth: '1' })
}
const pooled = async (voxels: number, options: { length: number; by?: 'mean' | 'max' }) =>
  (await runStage(adaptivePool, person(voxels), options)) as Table<'features'>

test('people with other voxels get rows that can stand below each other', async () => {
  const both = concatTables([await pooled(4, { length: 2 }), await pooled(6, { length: 2 })])
  expect([...listsOf(both, 'features').values]).toEqual([0.5, 2.5, 4.5, 6.5, 1, 4, 7, 10])
  expect(labelNames(both)).toEqual(['event'])
})

test('names and places do not stay', async () => {
  const { meta } = await pooled(4, { length: 4, by: 'max' })
  expect(meta).toEqual({ labels: '["event"]' })
})

test('a length below one is refused', async () => {
  await expect(pooled(4, { length: 0 })).rejects.toThrow(/length/)
})

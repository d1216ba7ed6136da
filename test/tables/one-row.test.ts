import { expect, test } from 'vitest'
import { matrixOf } from '../../src/tables/features.ts'
import { labelNames } from '../../src/tables/keys.ts'
import { oneRow } from '../../src/tables/one-row.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { f64Of } from '../../src/tables/table.ts'
import { voxelRows } from '../evaluation/voxel-rows.ts'

const values = new Float32Array(3)
const rows = (labels: string[]) => voxelRows({ values, names: ['p'], labels, runs: [1, 1, 1] })

test('it spans all rows and keeps the labels that they share', () => {
  const out = oneRow(rows(['a', 'a', 'a']), Float32Array.of(7, 8), ['x', 'y'])
  expect([...matrixOf(out).values]).toEqual([7, 8])
  expect([f64Of(out, 'startS')[0], f64Of(out, 'endS')[0]]).toEqual([0, 3])
  expect(labelNames(out)).toEqual(['event'])
  expect(labelNames(oneRow(rows(['a', 'b', 'a']), values, ['x', 'y', 'z']))).toEqual([])
})

test('no rows make none', () => {
  expect(oneRow(takeRows(rows(['a', 'a', 'a']), []), new Float32Array(0), []).rows).toBe(0)
})

import { expect, test } from 'vitest'
import { columnWords, conditionMeans } from '../../src/tables/condition-means.ts'
import { voxelRows } from '../evaluation/voxel-rows.ts'

const table = voxelRows({
  values: Float32Array.of(1, 2, 3, 4, 5, 6),
  names: ['p', 'q'],
  labels: ['b', 'a', 'b'],
  runs: [1, 1, 2],
})

test('means of conditions in the order of their names', () => {
  const { conditions, means } = conditionMeans(table, columnWords(table, 'event'))
  expect([conditions, [...means]]).toEqual([
    ['a', 'b'],
    [3, 4, 3, 4],
  ])
})

test('numbers are conditions too, and a condition without rows is NaN', () => {
  expect(columnWords(table, 'window')).toEqual(['0', '1', '2'])
  const words = columnWords(table, 'event')
  const { means } = conditionMeans(table, words, (row) => row !== 1, ['a', 'b'])
  expect([...means]).toEqual([NaN, NaN, 3, 4])
  expect(() => columnWords(table, 'colour')).toThrow(/target-missing/)
})

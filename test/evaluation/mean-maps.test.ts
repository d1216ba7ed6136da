import { expect, test } from 'vitest'
import { meanMaps } from '../../src/evaluation/mean-maps.ts'
import { i32, lists, listsOf, makeTable, textOf } from '../../src/tables/table.ts'

function fold(number: number, names: readonly string[], values: readonly number[]) {
  const columns = {
    map: textOf(['m']),
    fold: i32(Int32Array.of(number)),
    features: lists(Float32Array.from(values), values.length),
  }
  return makeTable('features', columns, { names: JSON.stringify(names) })
}

const folds = [fold(0, ['1,0,0', '0,2,0'], [1, 2]), fold(1, ['0,2,0', '0,10,0'], [4, NaN])]

test('features of folds meet by name, voxels in the order of a mask', () => {
  const mean = meanMaps(folds)
  expect(JSON.parse(mean.meta.names)).toEqual(['0,2,0', '0,10,0', '1,0,0'])
  expect([...listsOf(mean, 'features').values]).toEqual([3, NaN, 1])
})

test('what a fold did not select counts as 0 where a map says so', () => {
  expect([...listsOf(meanMaps(folds, 0), 'features').values]).toEqual([3, 0, 0.5])
})

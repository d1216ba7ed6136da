import { describe, expect, test } from 'vitest'
import { mapFold } from '../../../src/evaluation/map-fold.ts'
import { makeFolds, splitRows } from '../../../src/evaluation/split.ts'
import type { Head } from '../../../src/head.ts'
import { knn } from '../../../src/heads/knn.ts'
import { lda } from '../../../src/heads/lda.ts'
import { logistic } from '../../../src/heads/logistic.ts'
import { discriminant } from '../../../src/kernels/discriminant.ts'
import { listsOf, wordsOf } from '../../../src/tables/table.ts'
import { normals } from '../../linalg-golden.ts'
import { voxelRows } from '../voxel-rows.ts'

const labels = Array.from({ length: 20 }, (_, r) => 'ab'[r % 2])
const runs = Array.from({ length: 20 }, (_, r) => Math.floor(r / 10))
const values = Float32Array.from(normals(60, 3))
const table = voxelRows({ values, names: ['p', 'q', 'r'], labels, runs })

async function mapsOf(head: Head, options: object) {
  const split = { leaveOut: 'run' }
  const bound = { head, options: head.options.parse({}) }
  const branch = { stages: [], head: bound, target: 'event', unit: 'run', split, seed: 0 } as const
  const asked = { use: 'weights', options: { ...options }, metric: 'accuracy' }
  const { keys, facts } = splitRows(table, split, 'event')
  return mapFold(table, makeFolds(keys, split, facts)[0], { branch, asked })
}

describe('weights', () => {
  test('they are those of the head, a map for each class', async () => {
    const maps = await mapsOf(lda, {})
    const y = Float64Array.from({ length: 10 }, (_, r) => r % 2)
    const fit = discriminant(Float64Array.from(values.subarray(30)), y, 2, 'auto')
    expect(wordsOf(maps, 'map')).toEqual(['a', 'b'])
    expect(listsOf(maps, 'features').values).toEqual(Float32Array.from(fit.weights))
  })

  test('two classes of a logistic regression have one map, and a pattern', async () => {
    const maps = await mapsOf(logistic, { as: 'patterns' })
    expect(wordsOf(maps, 'map')).toEqual(['b'])
    expect(listsOf(maps, 'features').size).toBe(3)
  })

  test('a head without weights is refused', async () => {
    await expect(mapsOf(knn, {})).rejects.toThrow(/stage-options.*knn/)
  })
})

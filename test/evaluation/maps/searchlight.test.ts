import { describe, expect, test } from 'vitest'
import { mapFold } from '../../../src/evaluation/map-fold.ts'
import { meanMaps } from '../../../src/evaluation/mean-maps.ts'
import { makeFolds, splitRows } from '../../../src/evaluation/split.ts'
import { lda } from '../../../src/heads/lda.ts'
import { listsOf, type Table, withMeta } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fmriGolden } from '../../fmri-golden.ts'
import { hashed } from '../../linalg-golden.ts'
import { voxelRows } from '../voxel-rows.ts'

interface Golden {
  shape: [number, number, number]
  affine: number[]
  rows: number
  classes: number
  groups: number
  inside: number[]
  scores: number[]
}

const golden = fmriGolden<Golden>('searchlight.json')

function rowsOf({ shape, rows, classes, groups, inside, affine }: Golden): Table<'features'> {
  const cols = shape[0] * shape[1] * shape[2]
  const x = hashed(rows, cols)
  for (let i = 0; i < x.length; i++) {
    if ((i % cols) % 7 === Math.floor(i / cols) % classes) x[i] += 4
  }
  const names = inside.map((v) => {
    const z = v % shape[2]
    const y = Math.floor(v / shape[2]) % shape[1]
    return `${Math.floor(v / (shape[1] * shape[2]))},${y},${z}`
  })
  return voxelRows({
    values: Float32Array.from({ length: rows * inside.length }, (_, i) => {
      return x[Math.floor(i / inside.length) * cols + inside[i % inside.length]]
    }),
    names,
    grid: { shape, affine },
    labels: Array.from({ length: rows }, (_, r) => 'abc'[r % classes]),
    runs: Array.from({ length: rows }, (_, r) => Math.floor((r * groups) / rows)),
  })
}

async function scoresOf(table: Table<'features'>) {
  const split = { leaveOut: 'run' }
  const head = { head: lda, options: lda.options.parse({}) }
  const branch = { stages: [], head, target: 'event', unit: 'run', split, seed: 0 } as const
  const asked = { use: 'searchlight', options: { radiusMm: 5 }, metric: 'accuracy' }
  const { keys, facts } = splitRows(table, split, 'event')
  const folds = makeFolds(keys, split, facts)
  const maps = await Promise.all(folds.map((fold) => mapFold(table, fold, { branch, asked })))
  return meanMaps(maps)
}

describe('searchlight', () => {
  test('scores of all spheres equal those of nilearn', async () => {
    const table = await scoresOf(rowsOf(golden))
    const { values } = listsOf(table, 'features')
    expectClose(values, golden.scores, { absolute: 1e-6, why: 'maps are stored in f32' })
    expect(JSON.parse(table.meta.names)[0]).toBe('0,0,1')
  })

  test('features that are no voxels are refused', async () => {
    const table = withMeta(rowsOf(golden), { names: '["a"]' })
    await expect(scoresOf(table)).rejects.toThrow(/stage-options.*searchlight/)
  })
})

import { describe, expect, test } from 'vitest'
import type { MapContext } from '../../../src/evaluation/map-kind.ts'
import { partition } from '../../../src/evaluation/maps/partition.ts'
import { vectorPearson } from '../../../src/evaluation/vector-regression.ts'
import { bandedRidge } from '../../../src/heads/banded-ridge.ts'
import { columnsOf, lists, makeTable, type Table } from '../../../src/tables/table.ts'
import { normals } from '../../linalg-golden.ts'
import { voxelRows } from '../voxel-rows.ts'

const count = 80
const labels = Array.from({ length: count }, () => 'a')
const runs = Array.from({ length: count }, (_, r) => Math.floor(r / 20))

describe('partition', () => {
  const x = normals(2 * count, 3)
  const noise = normals(count, 4)
  const response = Float32Array.from({ length: 2 * count }, (_, i) => {
    const row = Math.floor(i / 2)
    return i % 2 === 0 ? x[2 * row] + 0.3 * noise[row] : noise[row]
  })

  function side(from: number, bands: readonly string[]): Table<'features'> {
    const values = Float32Array.from(x.subarray(2 * from, 2 * from + 80))
    const names = ['s 0', 't 0']
    const part = { names, labels: labels.slice(0, 40), runs: runs.slice(from, from + 40) }
    const table = voxelRows({ values, ...part })
    const own = lists(response.slice(2 * from, 2 * from + 80), 2)
    const meta = { ...table.meta, labels: '["event","response"]', bands: JSON.stringify(bands) }
    return makeTable('features', { ...columnsOf(table), response: own }, meta)
  }

  function context(bands: readonly string[]): MapContext {
    const sides = { train: side(0, bands), test: side(40, bands) }
    const options = bandedRidge.options.parse({ folds: 2, draws: 4 })
    const bound = { head: bandedRidge, options, target: 'response', classes: [] }
    const matrix = { values: x.slice(0, 80), rows: 40, cols: 2, bands: [0, 1] }
    const y = Float64Array.from(response.subarray(0, 80))
    const fitted = () => bandedRidge.fit(matrix, { y, classes: 0 }, options, 1)
    const question = { ...bound, unit: 'run', seed: 1 } as const
    return { sides, question, fitted, metric: vectorPearson, positive: -1 }
  }

  test('a band explains what the other does not', () => {
    const found = partition.compute?.(context(['s', 't']), {}) ?? {}
    expect(Object.keys(found)).toEqual(['all', 's', 't'])
    expect(found.all[0]).toBeGreaterThan(0.8)
    expect(found.s[0]).toBeGreaterThan(0.7)
    expect(Math.abs(found.t[0])).toBeLessThan(0.05)
    expect(found.all[1]).toBeLessThan(0.2)
  })

  test('one band is refused', () => {
    expect(() => partition.compute?.(context(['s', 's']), {})).toThrow(/stage-options.*partition/)
  })
})

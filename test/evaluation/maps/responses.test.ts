import { describe, expect, test } from 'vitest'
import { responses } from '../../../src/evaluation/maps/responses.ts'
import type { Table } from '../../../src/tables/table.ts'
import { normals } from '../../linalg-golden.ts'
import { voxelRows } from '../voxel-rows.ts'

const count = 80
const labels = Array.from({ length: count }, () => 'a')
const runs = Array.from({ length: count }, (_, r) => Math.floor(r / 20))

describe('responses', () => {
  const truth = Float32Array.from(normals(2 * count, 1))
  const noise = normals(2 * count, 2)
  const prediction = truth.map((value, i) => (i % 2 === 0 ? value : 0) + noise[i])
  const rows = voxelRows({ values: truth, names: ['p', 'q'], labels, runs })
  const told = {
    truth,
    prediction,
    width: 2,
    seed: 1,
    rows: rows as unknown as Table<'predictions'>,
  }
  const overall = (options: object) => responses.overall?.(told, responses.options.parse(options))

  test('what follows the truth has a small p, what does not has none', () => {
    const found = overall({ permutations: 200, bootstraps: 100, blockRows: 4 }) ?? {}
    expect(Object.keys(found)).toEqual(['r', 'p', 'q', 'low', 'high'])
    expect(found.r[0]).toBeGreaterThan(0.5)
    expect([found.p[0], found.q[0]]).toEqual([1 / 201, 2 / 201])
    expect(found.p[1]).toBeGreaterThan(0.05)
    expect(found.low[0]).toBeLessThan(found.r[0])
    expect(found.high[0]).toBeGreaterThan(found.r[0])
  })

  test('the same seed gives the same map', () => {
    expect(overall({ permutations: 20 })).toEqual(overall({ permutations: 20 }))
  })
})

import { describe, expect, test } from 'vitest'
import { cka } from '../../../src/stages/feature/cka.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { voxelRows } from '../../evaluation/voxel-rows.ts'
import { fmriGolden } from '../../fmri-golden.ts'
import { fitApply } from '../../run-stage.ts'

interface Golden {
  channels: number
  x: number[]
  condition: number[]
  run: number[]
  correlation: number[]
  whitened: number[]
  crossnobis: number[]
  geodesic: number[]
  rdms: number[][]
}

const golden = fmriGolden<Golden>('rsa.json')
const names = Array.from({ length: golden.channels }, (_, d) => `v${d}`)
const stored = { relative: 1e-6, why: 'features are stored in f32' }

function rowsWhere(keeps: (row: number) => boolean): Table<'features'> {
  const rows = golden.condition.flatMap((_, r) => (keeps(r) ? [r] : []))
  const { channels, x } = golden
  return voxelRows({
    values: Float32Array.from(rows.flatMap((r) => x.slice(r * channels, (r + 1) * channels))),
    names,
    labels: rows.map((r) => `c${golden.condition[r]}`),
    runs: rows.map((r) => golden.run[r]),
  })
}

const all = rowsWhere(() => true)

describe('cka', () => {
  test('a set is like itself, and sets have names', () => {
    const sets = { all: names, same: names, one: ['v0'] }
    const out = fitApply(cka, { by: 'event', sets }, { train: all }) as Table<'features'>
    const { values } = matrixOf(out)
    expectClose(values.subarray(0, 1), [1], stored)
    expect(values[1]).toBe(values[2])
    expect(JSON.parse(out.meta.names)).toEqual(['all~same', 'all~one', 'same~one'])
  })

  test('an unknown feature is refused', () => {
    const sets = { a: ['v0'], b: ['w'] }
    expect(() => fitApply(cka, { by: 'event', sets }, { train: all })).toThrow(/channel-missing/)
  })
})

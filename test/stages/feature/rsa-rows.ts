import type { Table } from '../../../src/tables/table.ts'
import { voxelRows } from '../../evaluation/voxel-rows.ts'
import { fmriGolden } from '../../fmri-golden.ts'

/** What rsatoolbox and SciPy give for the same rows. */
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

/** Rows of made-up voxels and what the references make of them. */
export const golden = fmriGolden<Golden>('rsa.json')
/** Names of the voxels. */
export const names = Array.from({ length: golden.channels }, (_, d) => `v${d}`)
/** How near features come to numbers in f64. */
export const stored = { relative: 1e-6, why: 'features are stored in f32' }

/** The rows that are kept, with condition and run. */
export function rowsWhere(keeps: (row: number) => boolean): Table<'features'> {
  const rows = golden.condition.flatMap((_, r) => (keeps(r) ? [r] : []))
  const { channels, x } = golden
  return voxelRows({
    values: Float32Array.from(rows.flatMap((r) => x.slice(r * channels, (r + 1) * channels))),
    names,
    labels: rows.map((r) => `c${golden.condition[r]}`),
    runs: rows.map((r) => golden.run[r]),
  })
}

import { makeFeatures } from '../../src/tables/features.ts'
import { type Table, textOf } from '../../src/tables/table.ts'
import type { Grid } from '../../src/tables/volumes.ts'

/** Rows of voxels as `mask` and `volumeLabels` would leave them. */
export interface VoxelRows {
  /** Shape [R, V]. */
  readonly values: Float32Array
  readonly names: readonly string[]
  readonly grid?: Grid
  /** Label column `event`, shape [R]. */
  readonly labels: readonly string[]
  /** Shape [R]. */
  readonly runs: readonly number[]
}

/** Makes a table of rows of one subject, a recording for each run. */
export function voxelRows({ values, names, grid, labels, runs }: VoxelRows): Table<'features'> {
  const same = (word: string) => textOf(labels.map(() => word))
  const run = textOf(runs.map((r) => `run${r}`))
  const keys = {
    subject: same('s'),
    session: same('1'),
    run,
    recording: run,
    event: textOf(labels),
  }
  const window = Int32Array.from(labels, (_, r) => r)
  const spans = {
    window,
    startS: Float64Array.from(window),
    endS: Float64Array.from(window, (r) => r + 1),
  }
  return makeFeatures(keys, spans, values, {
    labels: '["event"]',
    names: JSON.stringify(names),
    ...(grid ? { grid: JSON.stringify(grid) } : {}),
  })
}

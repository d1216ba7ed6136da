import { readFileSync } from 'node:fs'
import type { Recording } from '../../../src/tables/keys.ts'
import { type Grid, makeVolumes } from '../../../src/tables/volumes.ts'

export const exampleRecording: Recording = {
  subject: 'A',
  session: '1',
  run: '1',
  recording: 'A_1',
  labels: { task: 'look' },
}

export const exampleGrid: Grid = {
  shape: [2, 3, 2],
  affine: [3, 0, 0, -3, 0, 3, 0, -3, 0, 0, 3, 0, 0, 0, 0, 1],
}

/** An image of the example grid. */
export function exampleImage(values: readonly number[], grid: Grid = exampleGrid) {
  return makeVolumes(exampleRecording, grid, 0, Float32Array.from(values))
}

/** A JSON file of `test/golden/volume`. */
export function golden<A>(name: string): A {
  const file = new URL(`../../golden/volume/${name}`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as A
}

/** Voxels, atlas and mask of the golden file, and what nilearn makes of them. */
export interface GoldenVoxels {
  readonly shape: [number, number, number]
  readonly affine: number[]
  readonly scans: number
  readonly voxels: number[]
  readonly atlas: number[]
  readonly mask: number[]
  readonly labels: number[]
  readonly mean: number[]
  readonly median: number[]
  readonly masked: number[]
}

import { makeSignals } from '../src/tables/signals.ts'
import { type Table, withMeta } from '../src/tables/table.ts'
import { recordingOf } from './fixtures/tables.ts'
import { goldenFile } from './golden-file.ts'
import { hashed } from './linalg-golden.ts'

/** Voxels of a grid and their names, as `mask` leaves them. */
export interface GoldenVoxelSeries {
  readonly shape: number[]
  readonly affine?: number[]
  readonly scans: number
  /** Indices x, y, z of each voxel. */
  readonly voxels: number[]
}

/** What `test/golden/fmri-stages/generate.py` wrote. */
export interface FmriStagesGolden {
  readonly retimed: {
    trS: number
    offsetS: number
    scans: number
    cubic: number[]
    linear: number[]
    nearest: number[]
  }[]
  readonly shifted: {
    trS: number
    scans: number
    onsetsS: number[]
    durationsS: number[]
    labels: string[]
    names: string[]
    middle: number[]
    dropFirst: number
    dropped: number[]
    byS: number
    earlier: number[]
  }
  readonly dropped: { first: number; last: number; voxels: number[] }
  readonly lagged: { scans: number[]; values: number[] }
  readonly dynamic: {
    lengthScans: number
    strideScans: number
    windows: number
    correlations: number[]
    edges: { keepPercent: number; recording: number[]; window: number[] }[]
  }
  readonly homogeneity: GoldenVoxelSeries & {
    cases: Record<'faces' | 'edges' | 'corners', { radius: number; values: number[] }>
  }
  readonly seeded: GoldenVoxelSeries & {
    cases: { mm: [number, number, number]; radiusMm: number; r: number[]; z: number[] }[]
  }
  readonly vectors: { matrix: number[]; scaled: number[]; discard: number[] }
  readonly residuals: {
    train: number
    age: number[]
    site: string[]
    values: number[]
    residuals: number[]
  }
  readonly distances: { above: number; bandsMm: number[]; degrees: number[] }
  readonly alignment: {
    rows: number
    p: number
    q: number
    cases: { share: number; cka: number }[]
  }
  readonly matching: {
    people: number
    channels: number
    scans: number
    length: number
    series: number[]
    cases: { stride: number; segments: number; matched: number[]; accuracy: number[] }[]
  }
}

export const fmriStagesGolden = goldenFile<FmriStagesGolden>('fmri-stages/stages.json')

/** Stages keep signals and features as f32. */
export const storedAsF32 = { relative: 1e-6, why: 'signals and features are kept as f32' }

/** Rows of the formula as a run of so many seconds between scans. */
export function hashedRun(rows: number, samples: number, trS: number) {
  const channels = Array.from({ length: rows }, (_, c) => `c${c}`)
  const values = Float32Array.from(hashed(rows, samples))
  const segment = { channels, startS: 0, rateHz: 1 / trS, values, index: 0 }
  return makeSignals(recordingOf(), [segment], 'arbitrary')
}

/** Voxels with series, on their grid. */
export function voxelRun(golden: GoldenVoxelSeries, values: Float32Array): Table<'signals'> {
  const { voxels, shape, affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] } = golden
  const channels = Array.from({ length: voxels.length / 3 }, (_, v) =>
    voxels.slice(3 * v, 3 * v + 3).join(),
  )
  const segment = { channels, startS: 0, rateHz: 0.5, values, index: 0 }
  const grid = JSON.stringify({ shape, affine })
  return withMeta(makeSignals(recordingOf(), [segment], 'arbitrary'), { grid })
}

import { goldenFile } from './golden-file.ts'

/** People turned to each other by pyRiemann. */
export const rotationGolden = goldenFile<{
  readonly n: number
  /** Of each matrix. */
  readonly classes: number[]
  /** Shape [R, N, N]; `source` is `target` turned. */
  readonly target: number[]
  readonly source: number[]
  readonly rotated: number[]
  /** Shape [K, N, N]. */
  readonly sourceMeans: number[]
  readonly targetMeans: number[]
  /** Pairs that no rotation makes equal, and the squared distance that the package leaves. */
  readonly noisy: number[]
  readonly wanted: number[]
  readonly noisyLeft: number
}>('rotation/rotation.json')

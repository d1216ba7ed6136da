import { goldenFile } from './golden-file.ts'

interface Order {
  readonly r: number
  readonly p: number
}

interface Golden {
  readonly orders: readonly (Order & { layers: number; layerOf: number[]; values: number[] })[]
  readonly encoded: {
    /** Shape [120, 8]: four layers of two features; the first half of the rows is trained. */
    readonly x: number[]
    /** Shape [120, 12]. */
    readonly y: number[]
    readonly affine: number[]
    readonly names: string[]
    /** Shape [4, 12]. */
    readonly r: number[]
    readonly depth: (number | null)[]
    readonly distanceMm: number[]
    readonly encoding: number
    readonly spatial: Order
    readonly temporal: Order
    readonly timesS: number[]
  }
}

/** Numbers of SciPy and scikit-learn, by test/golden/layers/generate.py. */
export const layersGolden = goldenFile<Golden>('layers/layers.json')

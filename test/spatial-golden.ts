import { goldenFile } from './golden-file.ts'

/** The values of `test/golden/spatial`, on the windows of `csp-golden.ts`. */
export const spatialGolden = goldenFile<{
  readonly xdawn: { readonly filters: number[]; readonly prototypes: number[] }
  readonly ssd: { readonly values: number[]; readonly filters: number[] }
  readonly information: {
    readonly x: number[]
    readonly codes: number[]
    readonly expected: number[]
  }
  readonly centred: number[]
  readonly scaled: number[]
}>('spatial/spatial.json')

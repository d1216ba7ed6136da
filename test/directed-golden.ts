import { goldenFile } from './golden-file.ts'

/** The values of `test/golden/directed`: three channels of 400 samples that act on each other. */
export const directedGolden = goldenFile<
  Readonly<
    Record<
      | 'x'
      | 'frequenciesHz'
      | 'weights'
      | 'residual'
      | 'dtf'
      | 'ffdtf'
      | 'ddtf'
      | 'pdc'
      | 'gpdc'
      | 'granger'
      | 'spectralGranger',
      readonly number[]
    >
  > & {
    readonly order: number
    readonly rateHz: number
    readonly orders: Readonly<Record<'aic' | 'bic', number>>
  }
>('directed/directed.json')

/** The signals, shape [3, 400]. */
export const directedInput = Float32Array.from(directedGolden.x)

import { goldenFile } from './golden-file.ts'

/** The values of `test/golden/slope`: spectra and what fooof finds in them. */
export const slopeGolden =
  goldenFile<
    readonly {
      readonly hz: number[]
      readonly power: number[]
      readonly knee: boolean
      readonly widthHz: [number, number]
      readonly mostPeaks: number
      readonly leastHeight: number
      readonly aperiodic: number[]
      readonly peaks: number[]
      readonly rSquared: number
      readonly error: number
    }[]
  >('slope/slope.json')

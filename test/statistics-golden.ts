import { readFileSync } from 'node:fs'

interface Golden {
  readonly normal: Readonly<Record<'x' | 'cdf' | 'p' | 'quantile', number[]>>
  readonly bca: readonly {
    data: number[]
    value: number
    leftOut: number[]
    resampled: number[]
    ends: number[]
  }[]
  readonly paired: readonly {
    differences: number[]
    statistic: number
    p: number
    flips?: number
  }[]
  readonly holm: readonly { p: number[]; adjusted: number[] }[]
  readonly combined: readonly { p: number[]; weights: number[]; z: number; combined: number }[]
  readonly student: {
    readonly rows: readonly [number, number, number][]
    readonly cdf: number[]
    readonly power: readonly { n: number; effect: number }[]
  }
  readonly ranks: readonly {
    values: number[][]
    meanRanks: number[]
    statistic: number | null
    p: number | null
    criticalDifference: number
  }[]
  readonly arrangements: readonly {
    truth: number[]
    score: number[]
    auroc: Readonly<Record<'value' | 'p' | 'chance', number>>
    accuracy: Readonly<Record<'value' | 'p' | 'chance', number>>
  }[]
  readonly calibration: readonly {
    scores: number[]
    truth: number[]
    classes: number
    ece: number
    brier: number
  }[]
  readonly stratified: readonly { group: number[]; y: number[]; folds: number; foldOf: number[] }[]
}

const file = new URL('golden/statistics/statistics.json', import.meta.url)

/** Numbers of SciPy, statsmodels and scikit-learn, by test/golden/statistics/generate.py. */
export const statisticsGolden = JSON.parse(readFileSync(file, 'utf8')) as Golden

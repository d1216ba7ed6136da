import { readFileSync } from 'node:fs'

/** What `test/golden/timeseries/generate.py` wrote; arrays are rows one after the other. */
export interface TimeseriesGolden {
  readonly samples: number
  readonly rows: number
  readonly trS: number
  readonly signals: number[]
  readonly confounds: number[]
  readonly kept: number[]
  readonly cases: {
    name: string
    ours: {
      detrend?: boolean
      lowHz?: number
      highHz?: number
      filter?: 'cosine'
      confounds?: boolean
      censored?: boolean
      standardize?: 'zSample' | 'percent'
    }
    values: number[]
  }[]
  readonly strategies: {
    ours: Record<string, unknown>
    found: { names: string[]; sums: number[] }
  }[]
  readonly scrub: { shortest: number; fdMm: number; kept: number[] }[]
  readonly table: Record<string, (number | null)[]>
  readonly cosines: { samples: number; highPassHz: number; rateHz: number; values: number[] }[]
  readonly polynomials: { samples: number; degree: number; values: number[] }[]
  readonly large: { global_signal: number[]; cases: { lowHz: number | null; values: number[] }[] }
  readonly splines: { knots: number[]; values: number[]; times: number[]; expected: number[] }[]
  readonly variance: {
    rows: number
    signals: number[]
    cases: { components: number; percent: number; detrend: boolean; values: number[] }[]
  }
}

export const timeseries = JSON.parse(
  readFileSync(new URL('./golden/timeseries/timeseries.json', import.meta.url), 'utf8'),
) as TimeseriesGolden

/** The confounds table of the golden file by column; missing values are NaN. */
export const fmriprepColumns = Object.fromEntries(
  Object.entries(timeseries.table).map(([name, values]) => [
    name,
    values.map((value) => value ?? Number.NaN),
  ]),
)

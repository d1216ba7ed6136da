import { readFileSync } from 'node:fs'
import { keysFor, labelsMeta } from '../src/tables/keys.ts'
import { segmentColumns } from '../src/tables/signals.ts'
import { makeTable, type Table } from '../src/tables/table.ts'
import { recordingOf } from './fixtures/tables.ts'

interface Made {
  readonly filters: number[]
  readonly features: number[]
}
interface CspGolden {
  readonly two: Made
  readonly shrunk: Made
  readonly three: Made
  readonly joint: { covariances: number[]; basis: number[]; diagonal: number[] }
}

/** The values of `test/golden/csp`. */
export const cspGolden = JSON.parse(
  readFileSync(new URL('golden/csp/csp.json', import.meta.url), 'utf8'),
) as CspGolden

const [rows, channels, samples] = [12, 5, 80]

/** The windows of the golden values: rough noise, mixed over channels by class. */
export function cspWindows(classes: number): Table<'windows'> {
  const names = ['a', 'b', 'c', 'd', 'e']
  const segments = Array.from({ length: rows }, (_, r) => {
    const x = Array.from({ length: channels }, (_, c) => {
      const gain = c === r % classes ? 3 : 1
      return Float64Array.from({ length: samples }, (_, t) => {
        const draw = (t + 1) ** 2 * 7919 + (c + 1) * 104729 * (t + r + 1) + r * 15485863
        return ((draw % 65521) / 256 - 128) * (c === channels - 1 ? 2 : gain)
      })
    })
    const values = new Float32Array(channels * samples)
    x.forEach((row, c) => {
      row.forEach((value, t) => {
        values[c * samples + t] = value + (c > 0 ? 0.5 * x[c - 1][t] : 0)
      })
    })
    return { index: r, channels: names, values, startS: r, rateHz: samples }
  })
  const recording = recordingOf()
  const columns = { ...keysFor(recording, rows * channels), ...segmentColumns(segments, 'window') }
  return makeTable('windows', columns, { unit: 'uV', ...labelsMeta(recording) })
}

/** The class of each row of those windows. */
export function cspTarget(classes: number): { classes: string[]; y: Float64Array } {
  const y = Float64Array.from(
    { length: rows * channels },
    (_, i) => Math.floor(i / channels) % classes,
  )
  return { classes: ['x', 'y', 'z'].slice(0, classes), y }
}

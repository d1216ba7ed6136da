import { readFileSync } from 'node:fs'
import { keysFor, labelsMeta } from '../src/tables/keys.ts'
import { segmentColumns } from '../src/tables/signals.ts'
import { makeTable, type Table } from '../src/tables/table.ts'
import { recordingOf } from './fixtures/tables.ts'
import { signalInput } from './signal-golden.ts'

interface NormalizeGolden {
  readonly quantile: number[]
  readonly range: number[]
  readonly moving: number[]
  readonly movingAfterStart: number[]
  readonly euclideanAlign: number[]
  readonly mvnn: number[]
}

/** The values of `test/golden/normalize`. */
export const normalizeGolden = JSON.parse(
  readFileSync(new URL('golden/normalize/normalize.json', import.meta.url), 'utf8'),
) as NormalizeGolden

/** The windows of the golden values: four of four channels and 60 samples. */
export function goldenWindows(
  channels: readonly string[] = ['a', 'b', 'c', 'd'],
): Table<'windows'> {
  const rows = signalInput(4, 240)
  const segments = [0, 1, 2, 3].map((index) => {
    const values = new Float32Array(240)
    for (let c = 0; c < 4; c++) {
      const from = c * 240 + index * 60
      values.set(rows.subarray(from, from + 60), c * 60)
    }
    return { index, channels, values, startS: index, rateHz: 60 }
  })
  const recording = recordingOf()
  const columns = { ...keysFor(recording, 16), ...segmentColumns(segments, 'window') }
  return makeTable('windows', columns, { unit: 'uV', ...labelsMeta(recording) })
}

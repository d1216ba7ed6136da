import { readFileSync } from 'node:fs'
import { keysFor, labelsMeta } from '../src/tables/keys.ts'
import { segmentColumns } from '../src/tables/signals.ts'
import { makeTable, type Table } from '../src/tables/table.ts'
import { recordingOf } from './fixtures/tables.ts'

/** Reads a file of `test/golden/token`. */
export function tokenGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`golden/token/${file}`, import.meta.url), 'utf8')) as T
}

/** One window of the given channels as a table, in uV. */
export function oneWindow(values: Float32Array, channels: number, rateHz = 100): Table<'windows'> {
  const names = Array.from({ length: channels }, (_, c) => `E${c + 1}`)
  const segment = { channels: names, startS: 0, rateHz, index: 0, values }
  const recording = recordingOf()
  const columns = { ...keysFor(recording, channels), ...segmentColumns([segment], 'window') }
  return makeTable('windows', columns, { unit: 'uV', ...labelsMeta(recording) })
}

import { keysFor } from '../../../src/tables/keys.ts'
import { segmentColumns } from '../../../src/tables/signals.ts'
import { makeTable, type Table, textOf } from '../../../src/tables/table.ts'

/** One window: the class it is of, and its samples, channel after channel. */
export interface MadeWindow {
  readonly name: string
  readonly values: ArrayLike<number>
}

/** Windows of one recording of a subject with the label column `task`. */
export function makeWindows(
  subject: string,
  windows: readonly MadeWindow[],
  { channels, rateHz }: { channels: readonly string[]; rateHz: number },
): Table<'windows'> {
  const segments = windows.map(({ values }, index) => {
    return { index, channels, rateHz, startS: 10 * index, values: Float32Array.from(values) }
  })
  const who = { subject, session: '1', run: '1', recording: `${subject}_1`, labels: {} }
  const keys = keysFor(who, windows.length * channels.length)
  const task = textOf(windows.flatMap(({ name }) => channels.map(() => name)))
  const columns = { ...keys, ...segmentColumns(segments, 'window'), task }
  return makeTable('windows', columns, { unit: 'uV', labels: '["task"]' })
}

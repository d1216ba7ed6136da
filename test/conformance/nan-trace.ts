import { payload } from '../../src/tables/kind.ts'
import {
  columnsOf,
  hasColumn,
  i32Of,
  lists,
  listsOf,
  makeTable,
  ragged,
  type Table,
  wordsOf,
} from '../../src/tables/table.ts'
import type { Trial } from './stage-trial.ts'

/** A row's numbers and what names it. */
interface Row {
  readonly recording: string
  /** Number of the segment, window or scan. */
  readonly piece: number
  /** Empty in tables without channels. */
  readonly channel: string
  readonly values: Float32Array
}

/** The rows of a table by `recording/piece/channel`, in order. */
export function rowsByName(table: Table): Map<string, Row> {
  const { values, offsets } = listsOf(table, payload[table.kind] ?? '')
  const index = ['window', 'segment', 'scan'].find((name) => hasColumn(table, name)) ?? ''
  const pieces = i32Of(table, index)
  const channels = hasColumn(table, 'channel') ? wordsOf(table, 'channel') : []
  const rows = wordsOf(table, 'recording').map((recording, r): [string, Row] => {
    const row = { recording, piece: pieces[r], channel: channels[r] ?? '' }
    const name = `${row.recording}/${row.piece}/${row.channel}`
    return [name, { ...row, values: values.subarray(offsets[r], offsets[r + 1]) }]
  })
  return new Map(rows)
}

/** The table with NaN in the middle of its first row: half of a signal, one number of others. */
export function withNaN(table: Table): Table {
  const name = payload[table.kind] ?? ''
  const { values, size, offsets } = listsOf(table, name)
  const spoilt = values.slice()
  const middle = (offsets[0] + offsets[1]) >> 1
  const around = table.kind === 'signals' ? offsets[1] >> 2 : 0
  spoilt.fill(Number.NaN, middle - around, middle + around + 1)
  const filled = size > 0 ? lists(spoilt, size) : ragged(spoilt, offsets)
  return makeTable(table.kind, { ...columnsOf(table), [name]: filled }, table.meta)
}

/** Whether any number of the table's rows is NaN or infinite. */
export function hasNonFinite(table: Table): boolean {
  return listsOf(table, payload[table.kind] ?? '').values.some((v) => !Number.isFinite(v))
}

/**
 * The rows that a NaN in the input's first row changed or removed although it must not reach them.
 *
 * It may reach its own channel and, where channels are mixed or rows are windows, its own window;
 * of an image its own voxel or parcel; where columns are scaled over rows, its own column.
 */
export function strayRows(trial: Trial, clean: Table, spoilt: Table, input: Table): string[] {
  const [first] = rowsByName(input).values()
  const found = rowsByName(spoilt)
  const changed = [...rowsByName(clean)].filter(([name, row]) => {
    const now = found.get(name)?.values
    return now === undefined || !row.values.every((v, d) => Object.is(v, now[d]))
  })
  const column = first.values.length >> 1
  const isOwnVoxel = ([name, row]: (typeof changed)[number]) =>
    row.values.every((v, d) => d === column || Object.is(v, found.get(name)?.values[d]))
  if (input.kind === 'volumes') {
    const others = changed.slice(1)
    const isImage = clean.kind === 'volumes'
    return others.filter((each) => !isImage || !isOwnVoxel(each)).map(([name]) => name)
  }
  const stray = changed.filter(([name, row]) => {
    if (first.channel !== '' && row.channel !== '') {
      const isOwn = row.channel.split('-').some((word) => sameChannel(word, first.channel))
      return !isOwn && !(trial.mixesChannels && row.piece === first.piece)
    }
    if (input.kind === 'signals' || row.piece === first.piece) return false
    const now = found.get(name)?.values
    const isScaled = trial.stage.scope === 'subject' || trial.stage.use === 'standardize'
    return !(isScaled && now && row.values.every((v, d) => d === column || Object.is(v, now[d])))
  })
  return stray.map(([name]) => name)
}

const sameChannel = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

import { channelKey } from './channel.ts'
import type { Signals } from './signals.ts'
import { columnsOf, makeTable, textOf, wordsOf } from './table.ts'

/**
 * The table with other names for some channels, compared as `channelKey` compares; all else is
 * shared.
 *
 * @param rename names as they are, and as they shall be
 */
export function renameChannels<S extends Signals>(
  table: S,
  rename: Readonly<Record<string, string>>,
): S {
  const known = new Map(Object.entries(rename).map(([from, to]) => [channelKey(from), to]))
  const names = wordsOf(table, 'channel').map((name) => known.get(channelKey(name)) ?? name)
  return makeTable(table.kind, { ...columnsOf(table), channel: textOf(names) }, table.meta) as S
}

/** The names that a recording has for channels which are asked for by other names. */
export function ownNames(
  wanted: readonly string[],
  rename: Readonly<Record<string, string>>,
): string[] {
  const own = new Map(Object.entries(rename).map(([from, to]) => [channelKey(to), from]))
  return wanted.map((name) => own.get(channelKey(name)) ?? name)
}

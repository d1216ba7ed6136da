import { makeFeatures } from './features.ts'
import { placesMeta } from './places-meta.ts'
import { repeatKeys, type Segment, type Signals } from './signals.ts'
import type { Table } from './table.ts'

/**
 * A features table with one row for each window or segment of a table.
 *
 * @param segments one for each window, as `alikeWindows` gives them
 * @param values shape [R, D], a row for each segment
 * @param meta names of the features, D of them, and their unit where they have one
 */
export function windowFeatures(
  windows: Signals,
  segments: readonly Segment[],
  values: Float32Array,
  { names, unit }: { readonly names: readonly string[]; readonly unit?: string },
): Table<'features'> {
  const spans = {
    window: Int32Array.from(segments, ({ index }) => index),
    startS: Float64Array.from(segments, ({ startS }) => startS),
    endS: Float64Array.from(segments, (s) => s.startS + s.samples / s.rateHz),
  }
  const keys = repeatKeys(
    windows,
    segments.map(({ from }) => from),
  )
  const { labels = '[]', notes } = windows.meta
  return makeFeatures(keys, spans, values, {
    labels,
    ...(notes === undefined ? {} : { notes }),
    ...(unit === undefined ? {} : { unit }),
    ...placesMeta(windows),
    ...(segments.length === 0 ? {} : { names: JSON.stringify(names) }),
  })
}

import { placesMeta } from './places-meta.ts'
import { f64, f64Of, listsOf, makeTable, ragged, type Table, textOf, wordsOf } from './table.ts'

/** One series of one panel of a figure: a curve, a map, a row of a matrix. */
export interface FigureSeries {
  readonly panel: string
  readonly series: string
  readonly values: Float32Array
  /** Ends of the band around the values, as many as there are values; empty without a band. */
  readonly low?: Float32Array
  readonly high?: Float32Array
  /** How many groups stand behind it; 0 where that means nothing. */
  readonly groups?: number
}

/** The numbers of a figure. */
export interface FigureData {
  readonly series: readonly FigureSeries[]
  /** What the numbers are along: times, frequencies, names. Plain data. */
  readonly facts: Readonly<Record<string, unknown>>
}

/**
 * Makes the table of a figure: a row a series, with the columns panel, series, values, low, high
 * and groups; facts go to the metadata as JSON.
 *
 * Values have shape [N] of each series' own length; `low` and `high` have it too, or length 0.
 */
export function makeFigure({ series, facts }: FigureData): Table<'figure'> {
  const columns = {
    panel: textOf(series.map(({ panel }) => panel)),
    series: textOf(series.map((one) => one.series)),
    values: joined(series.map(({ values }) => values)),
    low: joined(series.map(({ low }) => low ?? none)),
    high: joined(series.map(({ high }) => high ?? none)),
    groups: f64(Float64Array.from(series, ({ groups = 0 }) => groups)),
  }
  return makeTable('figure', columns, { facts: JSON.stringify(facts) })
}

const none = new Float32Array(0)

function joined(parts: readonly Float32Array[]) {
  const offsets = new Int32Array(parts.length + 1)
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length
  })
  const values = new Float32Array(offsets[parts.length])
  parts.forEach((part, i) => {
    values.set(part, offsets[i])
  })
  return ragged(values, offsets)
}

/** The numbers of a figure back from its table; arrays have shape [N] and are views of it. */
export function figureOf(table: Table<'figure'>): FigureData {
  const panels = wordsOf(table, 'panel')
  const names = wordsOf(table, 'series')
  const groups = f64Of(table, 'groups')
  const [values, low, high] = ['values', 'low', 'high'].map((name) => listsOf(table, name))
  const part = ({ values: all, offsets }: typeof values, r: number) =>
    all.subarray(offsets[r], offsets[r + 1])
  const series = panels.map((panel, r) => {
    const band = { low: part(low, r), high: part(high, r) }
    const own = { panel, series: names[r], values: part(values, r), groups: groups[r] }
    return band.low.length > 0 ? { ...own, ...band } : own
  })
  return { series, facts: JSON.parse(table.meta.facts ?? '{}') as FigureData['facts'] }
}

/** Maps of a run as the numbers of a figure: a series a map; values have shape [D]. */
export function figureOfMaps(table: Table<'features'>): FigureData {
  const { values, size } = listsOf(table, 'features')
  const series = wordsOf(table, 'map').map((name, m): FigureSeries => {
    return { panel: 'map', series: name, values: values.subarray(m * size, (m + 1) * size) }
  })
  const { names = '[]', moments } = table.meta
  const known = moments === undefined ? {} : { moments: JSON.parse(moments) as unknown }
  return { series, facts: { names: JSON.parse(names), ...known, ...placesMeta(table) } }
}

/** The name under which the maps of a kind stand among the figures of a run. */
export function mapKey(use: string): string {
  return `maps/${use}`
}

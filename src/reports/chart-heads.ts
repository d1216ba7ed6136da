import { label, svg, writing } from './chart.ts'
import { type ColourScale, colourBar } from './colour-scale.ts'
import { headMap, headPlaces, headSteps } from './head-map.ts'
import { html, type Markup } from './markup.ts'

/** Heads beside and below each other, a row with one scale each. */
export interface HeadsChart {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly channels: readonly string[]
  /** Stand over the heads of the first row. */
  readonly columns: readonly string[]
  readonly rows: readonly HeadRow[]
}

/** A row of heads. */
export interface HeadRow {
  readonly name: string
  /** Shape [C] each, a head each; with a name of its own where it has no column. */
  readonly heads: readonly {
    readonly values: ArrayLike<number>
    readonly scale: ColourScale
    readonly name?: string
  }[]
}

const cell = 112

/** Whether enough channels have a place on the head for a map. */
export function haveHeads(channels: readonly string[]): boolean {
  const { known, places } = headPlaces(channels)
  if (known.length < 5) return false
  return spreadOf(places) > 0.01
}

/** How far places are from lying on one line: the smaller of their deviations over the larger. */
function spreadOf(places: Float64Array): number {
  const n = places.length / 2
  const mean = [0, 1].map((axis) => places.reduce((s, v, i) => s + (i % 2 === axis ? v / n : 0), 0))
  let [xx, xy, yy] = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [x, y] = [places[2 * i] - mean[0], places[2 * i + 1] - mean[1]]
    xx += x * x
    xy += x * y
    yy += y * y
  }
  const middle = (xx + yy) / 2
  const off = Math.hypot((xx - yy) / 2, xy)
  return (middle - off) / (middle + off)
}

/** Maps of heads from above, nose upwards, with the electrodes; without channels of no place. */
export function headsChart({ id, title, says, channels, columns, rows }: HeadsChart): Markup {
  const places = headPlaces(channels)
  const names = rows.map(({ name }) => name)
  const left = 10 + 6.2 * Math.min(26, Math.max(...names.map((name) => name.length)))
  const heads = rows.flatMap((row) => row.heads)
  const steps = headSteps(heads.length)
  const named = heads.some(({ name }) => name !== undefined)
  const tall = cell + (named ? 14 : 0)
  const top = columns.length > 0 ? 26 : 8
  const bars = barColumns(rows)
  const at = (column: number) => left + column * cell + 56 * bars.filter((b) => b < column).length
  const most = Math.max(...rows.map((row) => row.heads.length))
  const drawn = rows.map((row, r) => {
    const y = top + r * tall + (named ? 14 : 0)
    const name = writing('name', { x: left - 8, y: y + 58, anchor: 'end' }, label(row.name, 26))
    const maps = row.heads.map(({ values, scale, name: own }, c) => {
      const x = at(c)
      const bar =
        bars.includes(c) && colourBar(scale, { x: x + cell - 2, y: y + 22, height: cell - 40 })
      const text = own && writing('name', { x: x + cell / 2, y: y + 2, anchor: 'middle' }, own)
      return html`${headMap(values, places, { scale, steps }, [x + cell / 2, y + 60])}${bar}${text}`
    })
    return html`${name}${maps}`
  })
  const heading = columns.map((name, c) => {
    return writing('panel-name', { x: at(c) + cell / 2, y: 14, anchor: 'middle' }, label(name, 18))
  })
  const width = at(most) + 4
  return svg({
    ...{ id, title, says, width, height: top + rows.length * tall + 4 },
    body: html`${heading}${drawn}`,
  })
}

/** The columns behind which a bar stands: the last of those that share a scale in each row. */
function barColumns(rows: readonly HeadRow[]): number[] {
  const most = Math.max(...rows.map(({ heads }) => heads.length))
  const differs = (c: number) =>
    rows.some(({ heads }) => c + 1 >= heads.length || heads[c].scale !== heads[c + 1].scale)
  return Array.from({ length: most }, (_, c) => c).filter(differs)
}

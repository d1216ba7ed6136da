import { contours } from 'd3-contour'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import { scalpMap, scalpPlaces } from '../kernels/scalp-map.ts'
import { label, round, svg, writing } from './chart.ts'
import { type ColourScale, colourBar, colourOf, levelsOf } from './colour-scale.ts'
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

const pixels = 32
const steps = 15
const cell = 112
const radius = 42

/** Whether enough channels have a place on the head for a map. */
export function haveHeads(channels: readonly string[]): boolean {
  const known = placed(channels)
  if (known.length < 5) return false
  const places = scalpPlaces(electrodePositions(known.map(({ name }) => name)))
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
  const known = placed(channels)
  const places = scalpPlaces(electrodePositions(known.map(({ name }) => name)))
  const names = rows.map(({ name }) => name)
  const left = 10 + 6.2 * Math.min(26, Math.max(...names.map((name) => name.length)))
  const heads = rows.flatMap((row) => row.heads)
  const named = heads.some(({ name }) => name !== undefined)
  const tall = cell + (named ? 14 : 0)
  const top = columns.length > 0 ? 26 : 8
  const bars = barColumns(rows)
  const at = (column: number) => left + column * cell + 46 * bars.filter((b) => b < column).length
  const most = Math.max(...rows.map((row) => row.heads.length))
  const drawn = rows.map((row, r) => {
    const y = top + r * tall + (named ? 14 : 0)
    const name = writing('name', { x: left - 8, y: y + 58, anchor: 'end' }, label(row.name, 26))
    const maps = row.heads.map(({ values, scale, name: own }, c) => {
      const x = at(c)
      const picked = Float64Array.from(known, ({ index }) => values[index])
      const bar =
        bars.includes(c) && colourBar(scale, { x: x + cell - 2, y: y + 22, height: cell - 40 })
      const text = own && writing('name', { x: x + cell / 2, y: y + 2, anchor: 'middle' }, own)
      return html`${head(picked, places, scale, [x + cell / 2, y + 60])}${bar}${text}`
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

function placed(channels: readonly string[]): { name: string; index: number }[] {
  const positions = electrodePositions(channels)
  const seen = new Set<string>()
  return channels.flatMap((name, index) => {
    const place = Array.from(positions.subarray(3 * index, 3 * index + 3), (v) => v.toFixed(4))
    const key = place.join()
    if (Number.isNaN(positions[3 * index]) || seen.has(key)) return []
    seen.add(key)
    return [{ name, index }]
  })
}

function head(
  values: Float64Array,
  places: Float64Array,
  scale: ColourScale,
  [x, y]: readonly [number, number],
): Markup {
  const grid = scalpMap(values, places, pixels)
  const at = (u: number) => Math.round(((u - 0.5) / (pixels - 1) - 0.5) * 20 * radius) / 10
  const bands = contours()
    .size([pixels, pixels])
    .thresholds(levelsOf(scale, steps))(Array.from(grid))
    .filter(({ coordinates }) => coordinates.length > 0)
  const path = (rings: readonly (readonly (readonly number[])[])[]) =>
    rings.map((ring) => `M${ring.map(([u, v]) => `${at(u)} ${at(v)}`).join('L')}Z`).join('')
  const step = (scale.high - scale.low) / steps
  const filled = bands.map(({ value, coordinates }) => {
    const colour = colourOf(scale, value + step / 2)
    return html`<path fill="${colour}" d="${coordinates.map(path).join('')}"/>`
  })
  const r = radius
  const around = `M${-r - 2} ${-r - 2}H${r + 2}V${r + 2}H${-r - 2}ZM${-r} 0A${r} ${r} 0 1 0 ${r} 0`
  const dots = Array.from({ length: places.length / 2 }, (_, c) => {
    const [px, py] = [round(places[2 * c] * 2 * r), round(-places[2 * c + 1] * 2 * r)]
    return html`<circle class="electrode" cx="${px}" cy="${py}" r="1.3"/>`
  })
  return html`<g transform="translate(${round(x)} ${round(y)})">
<rect x="${-r}" y="${-r}" width="${2 * r}" height="${2 * r}"
 fill="${colourOf(scale, scale.low + step / 2)}"/>${filled}
<path class="paper" fill-rule="evenodd" d="${around}A${r} ${r} 0 1 0 ${-r} 0Z"/>
<circle class="outline" r="${r}"/><path class="outline" d="${features(r)}"/>${dots}</g>`
}

/** Nose and ears. */
function features(r: number): string {
  const at = (part: number) => round(part * r)
  const nose = `M${at(-0.16)} ${at(-0.987)}L0 ${at(-1.15)}L${at(0.16)} ${at(-0.987)}`
  const ear = (side: number) =>
    `M${at(side * 0.99)} ${at(-0.16)}C${at(side * 1.12)} ${at(-0.22)} ${at(side * 1.12)} ` +
    `${at(0.24)} ${at(side * 0.985)} ${at(0.17)}`
  return nose + ear(-1) + ear(1)
}

import { scaleLinear } from 'd3-scale'
import { label, round, seriesClass, svg, writing } from './chart.ts'
import { legendHeight, legendRows } from './chart-legend.ts'
import { html, type Markup } from './markup.ts'

/** The same points in two panels, coloured in two ways. */
export interface PointsChart {
  readonly id: string
  readonly title: string
  readonly says: string
  /** Shape [R] each. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly axes: readonly [across: string, up: string]
  readonly panels: readonly PointColours[]
}

/** A way to colour points. */
export interface PointColours {
  readonly name: string
  /** Shape [R], positions in `names`. */
  readonly codes: readonly number[]
  readonly names: readonly string[]
}

const side = 270
const gap = 24
const left = 28

/** Points by colour, each colour one path of dots; beyond eight names colours come again. */
export function pointsChart(chart: PointsChart): Markup {
  const { id, title, says, x, y, axes, panels } = chart
  const [across, up] = [scaleOf(x, [6, side - 6]), scaleOf(y, [side - 6, 6])]
  const named = panels.filter(({ names }) => names.length <= 8)
  const top = 22 + Math.max(0, ...named.map(({ names }) => legendHeight(names) + 6))
  const drawn = panels.map((panel, p) => {
    const from = left + p * (side + gap)
    const dots = panel.names.map((_, code) => {
      const path = panel.codes
        .flatMap((own, r) => (own === code ? [`M${at(across(x[r]))} ${at(up(y[r]))}h0`] : []))
        .join('')
      return path && html`<path class="${seriesClass(code)} points" d="${path}"/>`
    })
    return html`${writing('panel-name', { x: from, y: 14 }, label(panel.name, 40))}
${panel.names.length <= 8 && legendRows(panel.names, { x: from, y: 30 }, 'square')}
<rect class="frame" x="${from}" y="${top}" width="${side}" height="${side}"/>
<g transform="translate(${from} ${top})">${dots}</g>
${writing('axis-name', { x: from + side / 2, y: top + side + 16, anchor: 'middle' }, axes[0])}`
  })
  const middle = round(top + side / 2)
  const name = writing('axis-name', { x: 12, y: middle, anchor: 'middle' }, axes[1])
  return svg({
    ...{ id, title, says, height: top + side + 24 },
    width: left + panels.length * (side + gap),
    body: html`${drawn}<g transform="rotate(-90 12 ${middle})">${name}</g>`,
  })
}

const at = (value: number) => Math.round(value * 10) / 10

function scaleOf(values: ArrayLike<number>, range: [number, number]) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i])
    high = Math.max(high, values[i])
  }
  return scaleLinear([low, high > low ? high : low + 1], range)
}

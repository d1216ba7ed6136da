import { label, round, svg, writing } from './chart.ts'
import { type ColourScale, colourBar } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'
import { raster } from './raster.ts'

/** Square matrices between the same nodes, beside each other. */
export interface ConnectionsChart {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly nodes: readonly string[]
  /** Shape [N, N] each; the diagonal is left empty. */
  readonly panels: readonly {
    readonly name: string
    readonly values: ArrayLike<number>
    readonly scale: ColourScale
  }[]
}

const size = 200
const top = 26

/** In a row, before the next begins. */
const most = 3

/** Matrices with a bar each; nodes are named at the left where there is room for their names. */
export function connectionsChart(chart: ConnectionsChart): Markup {
  const { id, title, says, nodes, panels } = chart
  const n = nodes.length
  const letters = n <= 24 ? Math.min(12, Math.max(...nodes.map((name) => name.length))) : 0
  const left = 12 + 6 * letters
  const [across, down] = [size + 78, size + top + 10]
  const drawn = panels.map(({ name, values, scale }, p) => {
    const x = left + (p % most) * across
    const y = top + Math.floor(p / most) * down
    const open = Float64Array.from({ length: n * n }, (_, i) => {
      return Math.floor(i / n) === i % n ? Number.NaN : values[i]
    })
    const cell = [size / n, size / n] as const
    return html`${p % most === 0 && letters > 0 && nodeNames(nodes, left - 6, y)}
${writing('panel-name', { x, y: y - 10 }, label(name, 30))}
${raster({ values: open, columns: n, scale, x, y, cell })}
<rect class="frame" x="${x}" y="${y}" width="${size}" height="${size}"/>
${colourBar(scale, { x: x + size + 8, y, height: size })}`
  })
  const rows = Math.ceil(panels.length / most)
  const width = left + Math.min(most, panels.length) * across
  return svg({ id, title, says, width, height: rows * down - 2, body: drawn })
}

function nodeNames(nodes: readonly string[], x: number, top: number): Markup[] {
  const step = size / nodes.length
  return nodes.map((name, i) => {
    const text = writing(
      'name',
      { x, y: top + (i + 0.5) * step + 3, anchor: 'end' },
      label(name, 12),
    )
    return html`<g font-size="${round(Math.min(10, step + 1))}">${text}</g>`
  })
}

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

/** Matrices with a bar each; nodes are named at the left where there is room for their names. */
export function connectionsChart(chart: ConnectionsChart): Markup {
  const { id, title, says, nodes, panels } = chart
  const n = nodes.length
  const named = n <= 24
  const letters = named ? Math.min(12, Math.max(...nodes.map((name) => name.length))) : 0
  const left = 12 + 6 * letters
  const step = size + 78
  const cell = [size / n, size / n] as const
  const names = nodes.map((name, i) => {
    const y = top + (i + 0.5) * cell[1] + 3
    const text = writing('name', { x: left - 6, y, anchor: 'end' }, label(name, 12))
    return named && html`<g font-size="${round(Math.min(10, cell[1] + 1))}">${text}</g>`
  })
  const drawn = panels.map(({ name, values, scale }, p) => {
    const x = left + p * step
    const open = Float64Array.from({ length: n * n }, (_, i) => {
      return Math.floor(i / n) === i % n ? Number.NaN : values[i]
    })
    return html`${writing('panel-name', { x, y: 16 }, label(name, 30))}
${raster({ values: open, columns: n, scale, x, y: top, cell })}
<rect class="frame" x="${x}" y="${top}" width="${size}" height="${size}"/>
${colourBar(scale, { x: x + size + 8, y: top, height: size })}`
  })
  return svg({
    ...{ id, title, says, width: left + panels.length * step, height: top + size + 8 },
    body: html`${names}${drawn}`,
  })
}

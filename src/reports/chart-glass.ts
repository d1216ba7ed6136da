import type { BrainNodes } from './brain-nodes.ts'
import { outline, type View, views } from './brain-views.ts'
import { round, svg, writing } from './chart.ts'
import { type Edge, edgeLegend, edgeLook } from './chart-edges.ts'
import { html, type Markup } from './markup.ts'

/** Connections between parcels, seen through the head. */
export interface GlassChart {
  readonly id: string
  readonly title: string
  readonly says: string
  /** What the numbers of the edges are. */
  readonly what: string
  readonly nodes: BrainNodes
  readonly edges: readonly Edge[]
}

const size = 196
const gap = 26
const left = 12
const top = 28
const names = ['from the right', 'from behind', 'from above']

/**
 * The edges in three views through the glass, the strongest on top and widest, in the outline of
 * all parcels; a point is the middle of a parcel, larger where it has an edge.
 */
export function glassChart(chart: GlassChart): Markup {
  const { id, title, says, what, nodes, edges } = chart
  const { shape, voxelMm } = nodes.volume
  const unit = size / Math.max(...[0, 1, 2].map((axis) => shape[axis] * voxelMm[axis]))
  const widths = views.map(({ across }) => shape[across] * voxelMm[across] * unit)
  const height = Math.max(...views.map(({ up }) => shape[up] * voxelMm[up] * unit))
  const drawn = views.map((view, v) => {
    const x = left + widths.slice(0, v).reduce((sum, width) => sum + width + gap, 0)
    const own = shape[view.up] * voxelMm[view.up] * unit
    const place = { x, y: top + (height - own) / 2, unit }
    return html`${writing('panel-name', { x, y: 14 }, names[v])}${seen(chart, view, place)}`
  })
  const right = left + widths.reduce((sum, width) => sum + width + gap, 0)
  const legend = edgeLegend(edges, what, { x: right, y: top + 10 })
  return svg({
    ...{
      id,
      title,
      says,
      width: right + Math.max(96, 12 + 6.2 * what.length),
      height: top + height + 24,
    },
    body: html`${drawn}${legend}`,
  })
}

interface Place {
  readonly x: number
  readonly y: number
  /** Of a mm. */
  readonly unit: number
}

/** One view: outline, edges, points; left and right are marked where they can be told. */
function seen({ nodes, edges }: GlassChart, view: View, { x, y, unit }: Place): Markup {
  const { volume, middles } = nodes
  const { shape, voxelMm } = volume
  const cell = [voxelMm[view.across] * unit, voxelMm[view.up] * unit] as const
  const edge = outline(volume, view, [x, y], cell)
  const at = (node: number): readonly [number, number] => {
    const middle = middles[node]
    const across = x + (middle[view.across] + 0.5) * cell[0]
    return [round(across), round(y + (shape[view.up] - middle[view.up] - 0.5) * cell[1])]
  }
  const look = edgeLook(edges)
  const lines = [...edges].reverse().map((edge) => {
    const [[x1, y1], [x2, y2]] = [at(edge.from), at(edge.to)]
    return html`<path ${look(edge)} d="M${x1} ${y1}L${x2} ${y2}"/>`
  })
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]))
  const points = middles.map((middle, node) => {
    if (Number.isNaN(middle[0])) return undefined
    const [cx, cy] = at(node)
    return html`<circle class="dot" cx="${cx}" cy="${cy}" r="${joined.has(node) ? 3 : 1.6}"/>`
  })
  const under = { y: y + shape[view.up] * cell[1] + 14 }
  const sides =
    view.across === 0 &&
    html`${writing('value', { x, ...under }, 'L')}
${writing('value', { x: x + shape[0] * cell[0], ...under, anchor: 'end' }, 'R')}`
  return html`<path class="edge" d="${edge}"/>${lines}${points}${sides}`
}

import { electrodePositions } from '../kernels/electrode-positions.ts'
import { label, round, svg } from './chart.ts'
import { type Edge, edgeLegend, edgeLook } from './chart-edges.ts'
import { html, type Markup } from './markup.ts'

/** Nodes on a circle and the strongest connections between them. */
export interface ChordsChart {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly nodes: readonly string[]
  readonly edges: readonly Edge[]
  /** What the numbers of the edges are. */
  readonly what: string
}

const radius = 132
const room = 56

/**
 * Chords, the strongest on top and widest. Electrodes stand where they stand on a head from above;
 * other nodes in their order.
 */
export function chordsChart({ id, title, says, nodes, edges, what }: ChordsChart): Markup {
  const places = circleOrder(nodes)
  const angle = (node: number) => (2 * Math.PI * places[node]) / nodes.length
  const middle = radius + room
  const at = (node: number, r: number) => {
    const a = angle(node)
    return [round(middle + r * Math.sin(a)), round(middle - r * Math.cos(a))] as const
  }
  const look = edgeLook(edges)
  const ordered = [...edges].sort((a, b) => Math.abs(a.value) - Math.abs(b.value))
  const chords = ordered.map((edge) => {
    const [[x1, y1], [x2, y2]] = [at(edge.from, radius - 4), at(edge.to, radius - 4)]
    return html`<path ${look(edge)} d="M${x1} ${y1}Q${middle} ${middle} ${x2} ${y2}"/>`
  })
  const names = nodes.map((name, node) => {
    const [x, y] = at(node, radius)
    const degrees = (angle(node) * 180) / Math.PI
    const isLeft = degrees > 180
    const turn = round(degrees + (isLeft ? 90 : -90))
    const anchor = isLeft ? 'end' : 'start'
    return html`<circle class="dot" cx="${x}" cy="${y}" r="2.6"/><text text-anchor="${anchor}"
 transform="translate(${x} ${y}) rotate(${turn}) translate(${isLeft ? -7 : 7} 3.5)"
>${label(name, 12)}</text>`
  })
  const legend = edgeLegend(edges, what, { x: 2 * middle + 4, y: middle - 30 })
  return svg({
    ...{
      id,
      title,
      says,
      width: 2 * middle + Math.max(100, 16 + 6.2 * what.length),
      height: 2 * middle,
    },
    body: html`${chords}${names}${legend}`,
  })
}

/** Place of each node on the circle, clockwise from the top. */
function circleOrder(nodes: readonly string[]): number[] {
  const positions = electrodePositions(nodes)
  const order = nodes.map((_, node) => node)
  if (!positions.some(Number.isNaN)) {
    const angle = (node: number) => {
      const turn = Math.atan2(positions[3 * node], positions[3 * node + 1])
      return turn < -1e-9 ? turn + 2 * Math.PI : turn
    }
    order.sort((a, b) => angle(a) - angle(b) || a - b)
  }
  const places = new Array<number>(nodes.length)
  order.forEach((node, place) => {
    places[node] = place
  })
  return places
}

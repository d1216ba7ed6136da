import { round, seriesClass, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { scoreText } from './wording.ts'

/** A connection between two nodes. */
export interface Edge {
  readonly from: number
  readonly to: number
  readonly value: number
}

/**
 * How edges are drawn: those above 0 and below 0 each in a colour of the series, wider and denser
 * the stronger they are, so that they can be seen on light and on dark paper.
 *
 * @returns attributes of a line or path
 */
export function edgeLook(edges: readonly Edge[]): (edge: Edge) => Markup {
  const most = strongest(edges)
  return ({ value }) => {
    const share = Math.abs(value) / most
    const colour = value < 0 ? seriesClass(0) : seriesClass(1)
    return html`class="${colour}" fill="none" stroke-linecap="round"
 stroke-width="${round(0.6 + 3.4 * share)}" stroke-opacity="${round(0.25 + 0.75 * share)}"`
  }
}

/** The signs that occur, each a line of the strongest's width with its value. */
export function edgeLegend(
  edges: readonly Edge[],
  what: string,
  { x, y }: { x: number; y: number },
): Markup {
  const look = edgeLook(edges)
  const signs = [edges.find(({ value }) => value > 0), edges.find(({ value }) => value < 0)]
  const rows = signs.filter((edge) => edge !== undefined)
  return html`${writing('value', { x, y }, what)}${rows.map((edge, i) => {
    const own = edges.filter(({ value }) => Math.sign(value) === Math.sign(edge.value))
    const end = own.reduce((a, b) => (Math.abs(b.value) > Math.abs(a.value) ? b : a))
    const at = y + 18 + i * 16
    const line = html`<path ${look(end)} d="M${round(x)} ${round(at - 4)}h18"/>`
    return html`${line}${writing('value', { x: x + 24, y: at }, `to ${scoreText(end.value)}`)}`
  })}`
}

function strongest(edges: readonly Edge[]): number {
  return Math.max(1e-12, ...edges.map(({ value }) => Math.abs(value)))
}

import { scaleLinear } from 'd3-scale'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { scoreText } from './wording.ts'

const width = 460
const row = 17
const most = 20

/** The largest of many numbers as bars from 0, to either side where signs differ. */
export function weightBars(
  id: string,
  of: {
    title: string
    series: string
    names: readonly string[]
    values: ArrayLike<number>
  },
): Markup {
  const { title, series, names, values } = of
  const top = 24
  const shown = largest(values, most)
  const letters = Math.min(24, Math.max(4, ...shown.map((d) => names[d].length)))
  const left = 14 + 6.2 * letters
  const reach = Math.max(1e-12, ...shown.map((d) => Math.abs(values[d])))
  const ends = shown.map((d) => values[d])
  const from = ends.some((v) => v < 0) ? -reach : 0
  const to = ends.some((v) => v > 0) || from === 0 ? reach : 0
  const x = scaleLinear([from, to], [left, width - 14]).nice()
  const bottom = top + shown.length * row + 4
  const bars = shown.map((d, i) => {
    const y = top + i * row
    const [from, to] = [x(Math.min(0, values[d])), x(Math.max(0, values[d]))]
    return html`${writing('name', { x: left - 8, y: y + 13, anchor: 'end' }, label(names[d], 24))}
<rect class="bar" x="${round(from)}" y="${y + 4}" width="${round(to - from)}" height="${row - 6}"/>`
  })
  const [first] = shown
  return svg({
    ...{ id, title: `${title}: ${series}`, width, height: bottom + 22 },
    says: first === undefined ? 'None.' : `Largest: ${names[first]}, ${scoreText(values[first])}.`,
    body: html`${writing('panel-name', { x: left, y: 14 }, `${series}, the largest`)}
${bottomAxis(x, { top, bottom })}${stroke('chance', [x(0), top], [x(0), bottom])}${bars}`,
  })
}

/** Positions of the largest magnitudes, at most `most`. */
export function largest(values: ArrayLike<number>, most: number): number[] {
  const order = Array.from({ length: values.length }, (_, d) => d)
  return order.sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b).slice(0, most)
}

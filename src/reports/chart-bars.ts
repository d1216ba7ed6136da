import { scaleLinear } from 'd3-scale'
import { label, round, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { timeText } from './wording.ts'

/** A part of a run and how long it took. */
export interface Span {
  readonly name: string
  readonly seconds: number
}

const width = 560
const row = 20

/** A bar for each part of a run, in the order of the pipeline, with its time written beside. */
export function timeBars(id: string, spans: readonly Span[]): Markup {
  const longest = Math.max(1e-9, ...spans.map((span) => span.seconds))
  const letters = Math.min(24, Math.max(4, ...spans.map((span) => span.name.length)))
  const left = 12 + 6.4 * letters
  const x = scaleLinear([0, longest], [left, width - 90])
  const slowest = spans.find((span) => span.seconds === longest)
  const bars = spans.map(({ name, seconds }, i) => {
    const y = 4 + i * row
    const end = round(x(seconds))
    const text = y + 13
    return html`${writing('name', { x: left - 8, y: text, anchor: 'end' }, label(name, 24))}
<rect class="bar" x="${left}" y="${y + 3}" width="${round(Math.max(1, end - left))}" rx="2"
 height="${row - 7}"/>${writing('value', { x: end + 6, y: text }, timeText(seconds))}`
  })
  return svg({
    ...{ id, title: 'Time by part of the run', width, height: spans.length * row + 8 },
    says: slowest ? `Longest: ${slowest.name} with ${timeText(slowest.seconds)}.` : 'No times.',
    body: bars,
  })
}

import { scaleLinear } from 'd3-scale'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, listText, scoreText } from './wording.ts'

/** A feature over rows; NaN where it has no value at all. */
export interface FeatureRange {
  readonly name: string
  readonly mean: number
  readonly deviation: number
  readonly low: number
  readonly high: number
}

const width = 476
const top = 8
const row = 18

/** Mean, standard deviation and range of features below each other, on one axis. */
export function featureRange(id: string, features: readonly FeatureRange[]): Markup {
  const known = features.filter(({ mean }) => isDefined(mean))
  const letters = Math.min(24, Math.max(0, ...known.map(({ name }) => name.length)))
  const left = 16 + 6.3 * letters
  const ends = known.flatMap(({ mean, deviation, low, high }) => {
    return [low, high, mean - deviation, mean + deviation]
  })
  const from = ends.reduce((a, b) => Math.min(a, b), 0)
  const to = ends.reduce((a, b) => Math.max(a, b), 0)
  const x = scaleLinear([from, to > from ? to : from + 1], [left, width - 18]).nice(6)
  const bottom = top + known.length * row + 4
  const rows = known.map(({ name, mean, deviation, low, high }, i) => {
    const y = top + (i + 0.5) * row
    return html`${writing('name', { x: left - 8, y: y + 3.5, anchor: 'end' }, label(name, 24))}
${stroke('whisker', [x(low), y], [x(high), y])}
${stroke('interval', [x(mean - deviation), y], [x(mean + deviation), y])}
<circle class="dot" cx="${round(x(mean))}" cy="${round(y)}" r="3.6"/>`
  })
  const said = known.map(({ name, mean }) => `${name} ${scoreText(mean)}`)
  return svg({
    ...{ id, title: 'Features over all rows', width, height: bottom + 24 },
    says: `Means: ${listText(said, 12)}.`,
    body: html`${bottomAxis(x, { top, bottom, ticks: 5 })}${rows}`,
  })
}

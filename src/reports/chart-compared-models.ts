import { scaleLinear } from 'd3-scale'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

/** How alike a model is to each of several RDMs. */
export interface ComparedModel {
  readonly name: string
  readonly mean: number
  /** The interval of the mean; NaN without one. */
  readonly low: number
  readonly high: number
  readonly each: ArrayLike<number>
}

/** Models beside the noise ceiling. */
export interface ModelsChart {
  readonly id: string
  /** What is measured, below the axis. */
  readonly measure: string
  readonly models: readonly ComparedModel[]
  /** Lower and upper end of what a perfect model reaches. */
  readonly ceiling?: readonly number[]
}

const width = 476
const top = 26
const row = 34

/** Models, the best on top: values as ticks, the mean a dot in its interval; the ceiling a band. */
export function modelsChart({ id, measure, models, ceiling = [] }: ModelsChart): Markup {
  const sorted = [...models].sort((a, b) => b.mean - a.mean)
  const letters = Math.min(24, Math.max(0, ...models.map(({ name }) => name.length)))
  const left = 16 + 6.3 * letters
  const ends = models.flatMap(({ low, high, each }) => [low, high, ...Array.from(each)])
  const known = [0, ...ends, ...models.map(({ mean }) => mean), ...ceiling].filter(isDefined)
  const x = scaleLinear([Math.min(...known), Math.max(...known)], [left, width - 18]).nice(6)
  const bottom = top + sorted.length * row + 2
  const rows = sorted.map(({ name, mean, low, high, each }, i) => {
    const y = top + (i + 0.5) * row
    const ticks = Array.from(each, (value) => stroke('rug', [x(value), y - 9], [x(value), y + 9]))
    const dot =
      isDefined(mean) && html`<circle class="mean" cx="${round(x(mean))}" cy="${round(y)}" r="5"/>`
    const bar = isDefined(low) && stroke('interval', [x(low), y], [x(high), y])
    return html`${writing('name', { x: left - 8, y: y + 3.5, anchor: 'end' }, label(name, 24))}
${ticks}${bar}${dot}`
  })
  const [low, high] = ceiling
  const band =
    isDefined(low) &&
    isDefined(high) &&
    html`<rect class="band" x="${round(x(low))}" y="${top - 4}" width="${round(x(high) - x(low))}"
 height="${bottom - top + 4}"/>
${writing('value', { x: (x(low) + x(high)) / 2, y: 14, anchor: 'middle' }, 'noise ceiling')}`
  const said = sorted.map((one) => `${one.name} ${scoreText(one.mean)}`).join(', ')
  const limit = band ? ` The noise ceiling is ${scoreText(low)} to ${scoreText(high)}.` : ''
  return svg({
    ...{ id, title: 'Models of dissimilarities', says: `${said}.${limit}`, width },
    height: bottom + 38,
    body: html`${band}${bottomAxis(x, { top: top - 4, bottom, ticks: 5 })}
${stroke('base', [x(0), top - 4], [x(0), bottom])}${rows}
${writing('axis-name', { x: (left + width) / 2, y: bottom + 32, anchor: 'middle' }, measure)}`,
  })
}

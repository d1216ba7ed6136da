import { scaleLinear } from 'd3-scale'
import type { Pair } from '../evaluation/compare.ts'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

const width = 620
const most = 32
const top = 10
const row = 40

/**
 * A line for each pair: a tick for each group's difference, their mean, its interval, and 0.
 *
 * @param metric what is compared, for the axis
 */
export function pairsChart(id: string, metric: string, pairs: readonly Pair[]): Markup {
  const letters = pairs.map(({ better, other }) => Math.max(better.length, other.length + 5))
  const left = 26 + 6.2 * Math.min(most, Math.max(0, ...letters))
  const values = pairs.flatMap((pair) => [
    ...Object.values(pair.perGroup),
    ...[pair.low, pair.high].filter(isDefined),
  ])
  const reach = Math.max(1e-6, ...values.map(Math.abs))
  const x = scaleLinear([-reach, reach], [left, width - 14]).nice()
  const bottom = top + pairs.length * row
  const lines = pairs.map((pair, i) => {
    const y = top + (i + 0.5) * row
    const { low, high, difference, better, other } = pair
    const ticks = Object.values(pair.perGroup).map((value) =>
      stroke('rug', [x(value), y - 7], [x(value), y + 7]),
    )
    const interval =
      isDefined(low) && isDefined(high) && stroke('interval', [x(low), y], [x(high), y])
    const name = (text: string, down: number) =>
      writing('name', { x: left - 12, y: y + down, anchor: 'end' }, label(text, most))
    return html`${name(better, -2)}${name(`over ${other}`, 12)}${ticks}${interval}
<circle class="mean" cx="${round(x(difference))}" cy="${y}" r="4.5"/>`
  })
  const middle = { x: (left + width) / 2, y: bottom + 32, anchor: 'middle' } as const
  const [widest] = [...pairs].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
  return svg({
    ...{ id, title: 'Differences of pairs', width, height: bottom + 40 },
    says: widest
      ? `Widest: ${widest.better} over ${widest.other}, ${scoreText(widest.difference)}.`
      : 'No pair.',
    body: html`${bottomAxis(x, { top, bottom })}${stroke('chance', [x(0), top], [x(0), bottom])}
${lines}${writing('axis-name', middle, `difference in ${metric}`)}`,
  })
}

import { scaleLinear } from 'd3-scale'
import type { LeakCheck } from '../store/run.ts'
import { bottomAxis, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

const width = 460
const left = 110
const top = 12
const row = 34

/**
 * The leak-o-meter: one metric under each split, from single windows down to subjects.
 *
 * @param title of the metric
 */
export function leakChart(id: string, title: string, { splits, metric, gap }: LeakCheck): Markup {
  const scores = splits.map(({ use, scores: all }) => ({ use, ...all[metric] }))
  const values = scores.flatMap(({ mean, low, high, chance }) => [mean, low, high, chance])
  const known = values.filter(isDefined)
  const [from, to] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1]
  const x = scaleLinear([from, to > from ? to : from + 1], [left, width - 54]).nice()
  const bottom = top + scores.length * row
  const lines = scores.map(({ use, mean, low, high, chance }, i) => {
    if (!isDefined(mean)) return undefined
    const y = top + (i + 0.5) * row
    const bar = isDefined(low) && isDefined(high) && stroke('whisker', [x(low), y], [x(high), y])
    const notch = isDefined(chance) && stroke('chance', [x(chance), y - 9], [x(chance), y + 9])
    return html`${writing('name', { x: left - 10, y: y + 4, anchor: 'end' }, `by ${use}`)}
${notch}${bar}<circle class="mean" cx="${round(x(mean))}" cy="${y}" r="5"/>
${writing('value', { x: width - 46, y: y + 4 }, scoreText(mean))}`
  })
  return svg({
    ...{ id, title: `${title} under splits that leak`, width, height: bottom + 40 },
    says: `From the first split to the last ${title} falls by ${scoreText(gap)}.`,
    body: html`${bottomAxis(x, { top, bottom })}${lines}
${writing('axis-name', { x: (left + width - 54) / 2, y: bottom + 32, anchor: 'middle' }, title)}`,
  })
}

import { scaleLinear } from 'd3-scale'
import { round, stroke, svg } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { type Figure, intervalText, isDefined, scoreText } from './wording.ts'

/** One metric for its strip. */
export interface Strip {
  readonly id: string
  readonly title: string
  readonly mean: Figure
  readonly low: Figure
  readonly high: Figure
  readonly chance: Figure
  readonly groups: readonly Figure[]
}

const width = 250
const height = 34

/** A line a metric: a faint tick for each group, the interval, the mean, and chance as a notch. */
export function stripChart(strip: Strip): Markup {
  const { mean, low, high, chance } = strip
  const groups = strip.groups.filter(isDefined)
  const x = scaleLinear(stripDomain([...groups, mean, low, high, chance]), [6, width - 6])
  const [from, to] = x.domain()
  const says =
    `Mean ${scoreText(mean)}, interval ${intervalText(low, high)}, chance ${scoreText(chance)}, ` +
    `on a scale from ${scoreText(from)} to ${scoreText(to)}.`
  return svg({
    ...{ id: strip.id, title: `${strip.title} in one line`, says, width, height },
    body: [
      stroke('base', [6, 17], [width - 6, 17]),
      groups.map((value) => stroke('rug', [x(value), 11], [x(value), 23])),
      isDefined(chance) && stroke('chance', [x(chance), 4], [x(chance), 30]),
      isDefined(low) && isDefined(high) && stroke('interval', [x(low), 17], [x(high), 17]),
      isDefined(mean) && html`<circle class="mean" cx="${round(x(mean))}" cy="17" r="4.5"/>`,
    ],
  })
}

/** From 0 to 1 where all figures lie there, so that strips can be compared; else what they span. */
function stripDomain(figures: readonly Figure[]): [number, number] {
  const values = figures.filter(isDefined)
  const from = Math.min(0, ...values)
  const to = Math.max(...values)
  return [from < 0 ? Math.floor(from * 10) / 10 : 0, to > 1 ? to * 1.05 : 1]
}

import { scaleLinear } from 'd3-scale'
import type { CurvePoint } from '../evaluation/score.ts'
import { axisNames, bottomAxis, leftAxis, round, stroke, svg } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

const width = 420
const height = 240
const left = 46
const top = 14

/** A metric by the number of calibration rows, with the interval of each point. */
export function curveChart(id: string, use: string, curve: readonly CurvePoint[]): Markup {
  const points = curve.map(({ shots, byMetric }) => ({ shots, ...byMetric[use] }))
  const values = points.flatMap(({ mean, low, high }) => [mean, low, high]).filter(isDefined)
  const [from, to] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1]
  const most = Math.max(1e-9, ...points.map(({ shots }) => shots))
  const x = scaleLinear([0, most], [left, width - 14])
  const y = scaleLinear([from, to > from ? to : from + 1], [top + height, top]).nice()
  const bottom = top + height
  const marks = points.map(({ shots, mean, low, high }, i) => {
    if (!isDefined(mean)) return undefined
    const next = points[i + 1]
    const bar =
      isDefined(low) &&
      isDefined(high) &&
      stroke('whisker', [x(shots), y(low)], [x(shots), y(high)])
    const line = next && stroke('mean-line', [x(shots), y(mean)], [x(next.shots), y(next.mean)])
    return html`${bar}${line}<circle class="dot" cx="${round(x(shots))}" cy="${round(y(mean))}"
 r="4"/>`
  })
  const [first, last] = [points[0], points[points.length - 1]]
  const place = { x: (left + width) / 2, y: bottom + 33, middle: top + height / 2 }
  return svg({
    ...{ id, title: `${use} by calibration rows`, width, height: bottom + 40 },
    says:
      `From ${scoreText(first.mean)} with ${first.shots} to ${scoreText(last.mean)} with ` +
      `${last.shots}.`,
    body: html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: width - 14 })}${marks}
${axisNames(['calibration rows of each class, or their share', use], place)}`,
  })
}

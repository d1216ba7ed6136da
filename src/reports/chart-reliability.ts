import { scaleLinear } from 'd3-scale'
import type { Calibration } from '../evaluation/calibration.ts'
import { axisNames, bottomAxis, leftAxis, round, stroke, svg } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

const side = 260
const left = 46
const top = 14

/** Confidence against accuracy, a dot a range whose area grows with its rows, and the diagonal. */
export function reliabilityChart(id: string, { bins, ece }: Calibration): Markup {
  const x = scaleLinear([0, 1], [left, left + side])
  const y = scaleLinear([0, 1], [top + side, top])
  const most = Math.max(1, ...bins.map((bin) => bin.rows))
  const dots = bins.flatMap(({ rows, confidence, accuracy }) => {
    if (!isDefined(confidence) || !isDefined(accuracy)) return []
    const size = round(2 + 8 * Math.sqrt(rows / most))
    const at = [x(confidence), y(accuracy)] as const
    return [
      stroke('whisker', [at[0], y(confidence)], at),
      html`<circle class="dot" cx="${round(at[0])}" cy="${round(at[1])}" r="${size}"/>`,
    ]
  })
  const bottom = top + side
  const place = { x: left + side / 2, y: bottom + 33, middle: top + side / 2 }
  return svg({
    ...{ id, title: 'Reliability', width: left + side + 14, height: bottom + 40 },
    says: `Confidence and accuracy are ${scoreText(ece)} apart, the mean over rows.`,
    body: html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: left + side })}
${stroke('chance', [x(0), y(0)], [x(1), y(1)])}${dots}
${axisNames(['confidence', 'accuracy'], place)}`,
  })
}

import { scaleLinear } from 'd3-scale'
import { area, curveStepBefore, line } from 'd3-shape'
import { axisNames, bottomAxis, leftAxis, stroke, svg } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { meanPrecision, type Precision } from './precision.ts'
import { scoreText } from './wording.ts'

const side = 300
const left = 46
const top = 14
const x = scaleLinear([0, 1], [left, left + side])
const y = scaleLinear([0, 1], [top + side, top])
const recalls = Array.from({ length: 101 }, (_, i) => i / 100)

/**
 * A curve for each group, faint, under their mean and a band of one standard deviation.
 *
 * @param share the part of rows that are of the class: what guessing reaches
 */
export function precisionChart(id: string, curves: readonly Precision[], share: number): Markup {
  const mean = meanPrecision(curves, recalls)
  type Point = (typeof mean)[number]
  const band = area<Point>()
    .x((at) => x(at.recall))
    .y0((at) => y(Math.max(0, at.mean - at.deviation)))
    .y1((at) => y(Math.min(1, at.mean + at.deviation)))
    .digits(2)
  const middle = line<Point>()
    .x((at) => x(at.recall))
    .y((at) => y(at.mean))
    .digits(2)
  const bottom = top + side
  const place = { x: left + side / 2, y: bottom + 33, middle: top + side / 2 }
  return svg({
    ...{ id, title: 'Precision against recall', width: left + side + 14, height: bottom + 40 },
    says:
      `At a recall of 0.5 the mean is ${scoreText(mean[50].mean)}; guessing has ` +
      `${scoreText(share)}.`,
    body: html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: left + side })}
${stroke('chance', [left, y(share)], [left + side, y(share)])}
${curves.length > 1 && html`<path class="band" d="${band(mean) ?? ''}"/>`}
${curves.map((curve) => html`<path class="faint-curve" d="${steps(curve)}"/>`)}
<path class="curve" d="${middle(mean) ?? ''}"/>
${axisNames(['recall', 'precision'], place)}`,
  })
}

function steps({ recall, precision }: Precision): string {
  const path = line<number>(
    (_, i) => x(recall[i]),
    (value) => y(value),
  )
    .curve(curveStepBefore)
    .digits(1)
  return path(Array.from(precision)) ?? ''
}

import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { axisNames, bottomAxis, leftAxis, seriesClass, stroke, svg } from './chart.ts'
import { legendRows } from './chart-legend.ts'
import { html, type Markup, type Part } from './markup.ts'
import { meanRoc, type Roc } from './roc.ts'
import { scoreText } from './wording.ts'

const side = 300
const left = 46
const top = 14
const x = scaleLinear([0, 1], [left, left + side])
const y = scaleLinear([0, 1], [top + side, top])
const rates = Array.from({ length: 101 }, (_, i) => i / 100)

/** A ROC for each group, faint, under their mean and a band of one standard deviation. */
export function groupRocChart(id: string, rocs: readonly Roc[]): Markup {
  const mean = meanRoc(rocs, rates)
  const band = area<(typeof mean)[number]>()
    .x((at) => x(at.rate))
    .y0((at) => y(Math.max(0, at.mean - at.deviation)))
    .y1((at) => y(Math.min(1, at.mean + at.deviation)))
    .digits(2)
  const middle = line<(typeof mean)[number]>()
    .x((at) => x(at.rate))
    .y((at) => y(at.mean))
    .digits(2)
  const tenth = mean[10].mean
  return rocFrame(
    { id, says: `At a false positive rate of 0.1 the mean is ${scoreText(tenth)}.` },
    html`${rocs.length > 1 && html`<path class="band" d="${band(mean) ?? ''}"/>`}
${rocs.map((roc) => html`<path class="faint-curve" d="${curve(roc)}"/>`)}
<path class="curve" d="${middle(mean) ?? ''}"/>`,
  )
}

/** A ROC for each class against the rest, named at its end. */
export function classRocChart(
  id: string,
  classes: readonly { name: string; roc: Roc; area: number }[],
): Markup {
  const says = classes.map((one) => `${one.name} ${scoreText(one.area)}`).join(', ')
  const names = classes.map((one) => `${one.name} ${scoreText(one.area)}`)
  return rocFrame(
    { id, says: `Areas of each class against the rest: ${says}.` },
    html`${classes.map(
      ({ roc }, i) => html`<path class="curve ${seriesClass(i)}" d="${curve(roc)}"/>`,
    )}${legendRows(names, { x: left + 0.55 * side, y: top + side - 15 * names.length })}`,
  )
}

function curve({ falsePositive, truePositive }: Roc): string {
  const path = line<number>(
    (_, i) => x(falsePositive[i]),
    (rate) => y(rate),
  ).digits(2)
  return path(Array.from(truePositive)) ?? ''
}

function rocFrame({ id, says }: { id: string; says: string }, curves: Part): Markup {
  const bottom = top + side
  const place = { x: left + side / 2, y: bottom + 33, middle: top + side / 2 }
  return svg({
    ...{ id, title: 'Receiver operating characteristic', says },
    ...{ width: left + side + 14, height: bottom + 40 },
    body: html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: left + side })}
${stroke('chance', [left, bottom], [left + side, top])}${curves}
${axisNames(['false positive rate', 'true positive rate'], place)}`,
  })
}

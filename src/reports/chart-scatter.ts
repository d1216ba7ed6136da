import { scaleLinear } from 'd3-scale'
import { axisNames, bottomAxis, leftAxis, round, stroke, svg } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { scoreText } from './wording.ts'

const side = 320
const left = 56
const top = 14
/** More dots than this cannot be told apart and make the page heavy. */
const mostDots = 2000
/** More intervals than this hide each other. */
export const mostIntervals = 300

/** What was asked and told, one number a row. */
export interface Scatter {
  readonly truth: Float64Array
  readonly prediction: Float64Array
  /** Standard deviations of the predictions. */
  readonly deviations?: Float64Array
}

/**
 * Truth against prediction of a number, a dot a row, with the line on which they are equal and, of
 * up to 300 rows, the interval of 1.96 standard deviations on both sides.
 */
export function scatterChart(id: string, { truth, prediction, deviations }: Scatter): Markup {
  const reach = truth.length > mostIntervals ? undefined : deviations?.map((own) => 1.96 * own)
  const ends = [-1, 1].map((side) => prediction.map((v, r) => v + side * (reach?.[r] ?? 0)))
  const [from, to] = spanOf(truth, prediction, ...ends)
  const x = scaleLinear([from, to], [left, left + side]).nice()
  const y = scaleLinear([from, to], [top + side, top]).nice()
  const [low, high] = x.domain()
  const step = scatterStep(truth.length)
  const rows = Array.from({ length: Math.ceil(truth.length / step) }, (_, i) => i * step)
  const bottom = top + side
  const every = step > 1 ? `; every ${step}th row is drawn` : ''
  const place = { x: left + side / 2, y: bottom + 33, middle: top + side / 2 }
  return svg({
    ...{ id, title: 'Truth against prediction', width: left + side + 14, height: bottom + 40 },
    says: `${truth.length} rows between ${scoreText(from)} and ${scoreText(to)}${every}.`,
    body: html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: left + side })}
${stroke('chance', [x(low), y(low)], [x(high), y(high)])}
${
  reach
    ? rows.map((r) => stroke('whisker', [x(truth[r]), y(ends[0][r])], [x(truth[r]), y(ends[1][r])]))
    : []
}
${rows.map(
  (r) =>
    html`<circle class="spot" cx="${round(x(truth[r]))}" cy="${round(y(prediction[r]))}" r="2"/>`,
)}
${axisNames(['truth', 'prediction'], place)}`,
  })
}

/** Of so many rows each so manyth is drawn. */
export function scatterStep(rows: number): number {
  return Math.max(1, Math.ceil(rows / mostDots))
}

function spanOf(...columns: readonly Float64Array[]): [number, number] {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const column of columns) {
    for (const value of column) {
      from = Math.min(from, value)
      to = Math.max(to, value)
    }
  }
  return from < to ? [from, to] : [from - 1, from + 1]
}

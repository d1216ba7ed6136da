import type { FigureData } from '../tables/figure.ts'
import { curvesChart } from './chart-curves.ts'
import { matrixChart } from './chart-matrix.ts'
import type { ColourScale } from './colour-scale.ts'
import type { Draw } from './draw.ts'
import { html } from './markup.ts'
import { figure, grid } from './section.ts'
import { metricTitle } from './section-scores.ts'
import { scoreText, tickText } from './wording.ts'

/** The matrix of training and test times, and its diagonal with the interval over groups. */
export const generalisationFigure: Draw = ({ name, title }, data, record) => {
  const { x, chance, metric } = data.facts as { x: number[]; chance?: number; metric: string }
  const { matrix, diagonal } = partsOf(data)
  const peak = diagonal.values.reduce((best, v, i) => (v > diagonal.values[best] ? i : best), 0)
  const best = `${scoreText(diagonal.values[peak])} at ${tickText(x[peak])} s`
  const says = `${metricTitle(metric)} on the diagonal is highest with ${best}.`
  const chart = matrixChart({
    ...{ id: name, title, says, values: matrix, x, scale: scaleAround(matrix, chance) },
    names: ['test time in s', 'training time in s'],
  })
  const own = { ...diagonal, panel: 'one time for both', series: '' }
  const curve = curvesChart({
    ...{ id: `${name}-diagonal`, title: 'Decoding over time', says, x, series: [own] },
    names: ['time in s', metricTitle(metric)],
    ...{ heights: chance === undefined ? [] : [chance], moments: x[0] < 0 ? [0] : [] },
  })
  const rows = x.map((time, t) => [
    tickText(time),
    scoreText(diagonal.values[t]),
    scoreText(diagonal.low?.[t]),
    scoreText(diagonal.high?.[t]),
  ])
  const caption =
    `Generalisation over time: ${metricTitle(metric)} of “${record.evaluation.head.use}” fitted ` +
    `at one time and tested at another, mean over ${diagonal.groups} tested ` +
    `${record.certificate.unit}s; beside it one time for both, with its 95 % interval`
  const both = html`<div class="pair">${chart}${curve}</div>`
  return figure(caption, both, grid(['time in s', '#same time', '#interval from', '#to'], rows))
}

function partsOf({ series }: FigureData) {
  const rows = series.filter(({ panel }) => panel === 'matrix')
  const matrix = Float64Array.from(rows.flatMap(({ values }) => Array.from(values)))
  return { matrix, diagonal: series[series.length - 1] }
}

/** As far to either side of chance, which is the middle. */
function scaleAround(values: Float64Array, chance?: number): ColourScale {
  const middle = chance ?? values.reduce((sum, v) => sum + v, 0) / values.length
  const reach = values.reduce((most, v) => Math.max(most, Math.abs(v - middle)), 0.02)
  return { kind: 'diverging', low: middle - reach, high: middle + reach }
}

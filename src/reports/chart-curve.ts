import { scaleLinear } from 'd3-scale'
import type { ShotCurve } from '../execution/compare-runs.ts'
import { axisNames, bottomAxis, leftAxis, round, seriesClass, stroke, svg } from './chart.ts'
import { legendHeight, legendRows } from './chart-legend.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

const width = 420
const height = 240
const left = 54
const top = 14

/**
 * A metric by the number of calibration rows, with the interval of each point; of several curves
 * each has a colour and a name below, and its points stand a little beside those of the others.
 */
export function curveChart(id: string, use: string, curves: readonly ShotCurve[]): Markup {
  const points = curves.flatMap((curve) => curve.points)
  const values = points.flatMap(({ mean, low, high }) => [mean, low, high]).filter(isDefined)
  const [from, to] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1]
  const most = Math.max(1e-9, ...points.map(({ shots }) => shots))
  const x = scaleLinear([0, most], [left, width - 14])
  const y = scaleLinear([from, to > from ? to : from + 1], [top + height, top]).nice(5)
  const bottom = top + height
  const isOne = curves.length === 1
  const names = isOne ? [] : curves.map(({ name }) => name)
  const marks = curves.map((curve, i) => {
    const beside = isOne ? 0 : 4 * (i - (curves.length - 1) / 2)
    return curveMarks(curve, { x: (shots) => x(shots) + beside, y, series: isOne ? undefined : i })
  })
  const across = most < 1 ? 'share of rows for calibration' : 'calibration rows of each class'
  const place = { x: (left + width) / 2, y: bottom + 33, middle: top + height / 2 }
  const axes = html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: width - 14 })}`
  return svg({
    ...{ id, title: `${use} by calibration rows`, width },
    height: bottom + 40 + legendHeight(names),
    says: curves.map((curve) => sentence(curve, isOne)).join(' '),
    body: html`${axes}${marks}
${axisNames([across, use], place)}
${legendRows(names, { x: left, y: bottom + 48 })}`,
  })
}

interface Drawn {
  readonly x: (shots: number) => number
  readonly y: (value: number) => number
  /** Absent where there is one curve alone. */
  readonly series: number | undefined
}

function curveMarks({ points }: ShotCurve, { x, y, series }: Drawn): Markup[] {
  const own = series === undefined ? undefined : seriesClass(series)
  const bar = own ? `curve ${own}` : 'whisker'
  const dot = series === undefined ? 'dot' : `fill-${series % 8}`
  return points.flatMap(({ shots, mean, low, high }, i) => {
    if (!isDefined(mean)) return []
    const next = points[i + 1]
    const isBounded = isDefined(low) && isDefined(high)
    const to = next && isDefined(next.mean) && ([x(next.shots), y(next.mean)] as const)
    return [
      html`${isBounded && stroke(bar, [x(shots), y(low)], [x(shots), y(high)])}${
        to && stroke(own ? bar : 'mean-line', [x(shots), y(mean)], to)
      }<circle class="${dot}" cx="${round(x(shots))}" cy="${round(y(mean))}" r="4"/>`,
    ]
  })
}

function sentence({ name, points }: ShotCurve, isOne: boolean): string {
  const [first, last] = [points[0], points[points.length - 1]]
  const who = isOne ? 'From' : `${name}: from`
  return (
    `${who} ${scoreText(first.mean)} with ${first.shots} to ${scoreText(last.mean)} with ` +
    `${last.shots}.`
  )
}

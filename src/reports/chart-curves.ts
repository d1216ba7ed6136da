import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { FigureSeries } from '../tables/figure.ts'
import {
  axisNames,
  bottomAxis,
  label,
  leftAxis,
  round,
  seriesClass,
  stroke,
  svg,
  writing,
} from './chart.ts'
import { legendHeight, legendRows } from './chart-legend.ts'
import { html, type Markup } from './markup.ts'

/** Curves with bands, a panel a channel, all on the same axes. */
export interface CurvesChart {
  readonly id: string
  readonly title: string
  readonly says: string
  /** Shape [N], what all curves are along. */
  readonly x: readonly number[]
  readonly names: readonly [across: string, up: string]
  readonly series: readonly FigureSeries[]
  /** Heights and places that are marked with a line through each panel. */
  readonly heights?: readonly number[]
  readonly moments?: readonly number[]
}

const gap = 30

/** Small panels beside each other, their axes the same; a legend where there are several series. */
export function curvesChart(chart: CurvesChart): Markup {
  const panels = [...new Set(chart.series.map(({ panel }) => panel))]
  const series = [...new Set(chart.series.map((one) => one.series))]
  const columns = panels.length <= 3 ? panels.length : panels.length <= 8 ? 4 : 5
  const [width, height] = panels.length <= 3 ? [250, 170] : [150, 96]
  const rows = Math.ceil(panels.length / columns)
  const named = series.length > 1 ? series : []
  const [left, top] = [50, 24 + legendHeight(named)]
  const tall = height + gap
  const at = (i: number) => [
    left + (i % columns) * (width + 12),
    top + Math.floor(i / columns) * tall,
  ]
  const y = scaleLinear(spanOf(chart), [height, 0]).nice(4)
  const x = scaleLinear([chart.x[0], chart.x[chart.x.length - 1]], [0, width])
  const drawn = panels.map((panel, i) => {
    const [px, py] = at(i)
    const own = chart.series.filter((one) => one.panel === panel)
    const isLast = i + columns >= panels.length
    return html`<g transform="translate(${px} ${py})">${panelFrame(
      { x, y, width, height },
      {
        left: i % columns === 0,
        bottom: isLast,
      },
    )}${marks(chart, { x, y, width, height })}${own.map((one) =>
      curveOf(one, chart.x, [x, y], series.indexOf(one.series)),
    )}${writing('panel-name', { x: 4, y: -5 }, label(panel, 20))}</g>`
  })
  const whole = left + columns * (width + 12)
  const bottom = top + rows * tall
  const place = { x: (left + whole) / 2, y: bottom + 2, middle: (top + bottom) / 2 }
  return svg({
    ...{ id: chart.id, title: chart.title, says: chart.says, width: whole, height: bottom + 10 },
    body: html`${legendRows(named, { x: left, y: 8 })}${drawn}${axisNames(chart.names, place)}`,
  })
}

interface Frame {
  readonly x: ReturnType<typeof scaleLinear<number>>
  readonly y: ReturnType<typeof scaleLinear<number>>
  readonly width: number
  readonly height: number
}

function panelFrame(
  { x, y, width, height }: Frame,
  shown: { left: boolean; bottom: boolean },
): Markup {
  const ticks = width > 200 ? 5 : 3
  const across = bottomAxis(x, { top: 0, bottom: height, ticks })
  const up = leftAxis(y, { left: 0, right: width, ticks: 4 })
  const lines = (axis: Markup) => ({ markup: axis.markup.replace(/<text[\s\S]*?<\/text>/g, '') })
  return html`${shown.bottom ? across : lines(across)}${shown.left ? up : lines(up)}`
}

function marks({ heights = [], moments = [] }: CurvesChart, { x, y, width, height }: Frame) {
  return html`${heights.map((value) => stroke('moment', [0, y(value)], [width, y(value)]))}
${moments.map((value) => stroke('moment', [x(value), 0], [x(value), height]))}`
}

function curveOf(
  { values, low, high }: FigureSeries,
  along: readonly number[],
  [x, y]: readonly [Frame['x'], Frame['y']],
  index: number,
): Markup {
  const points = Array.from(values, (value, i) => ({ at: along[i], value, i }))
  const middle = line<(typeof points)[number]>()
    .defined(({ value }) => Number.isFinite(value))
    .x(({ at }) => x(at))
    .y(({ value }) => y(value))
    .digits(1)
  const band = area<(typeof points)[number]>()
    .defined(({ i }) => Number.isFinite(low?.[i]) && Number.isFinite(high?.[i]))
    .x(({ at }) => x(at))
    .y0(({ i }) => y(low?.[i] ?? 0))
    .y1(({ i }) => y(high?.[i] ?? 0))
    .digits(1)
  const wide = low !== undefined && low.length > 0 && low.some((value, i) => value !== values[i])
  return html`${
    wide && html`<path class="fill-${index % 8}" fill-opacity="0.18" d="${band(points) ?? ''}"/>`
  }<path class="curve ${seriesClass(index)}" d="${middle(points) ?? ''}"/>`
}

function spanOf({ series, heights = [] }: CurvesChart): [number, number] {
  let low = Math.min(Number.POSITIVE_INFINITY, ...heights)
  let high = Math.max(Number.NEGATIVE_INFINITY, ...heights)
  for (const one of series) {
    for (const values of [one.values, one.low ?? [], one.high ?? []]) {
      for (const value of values) {
        if (!Number.isFinite(value)) continue
        low = Math.min(low, value)
        high = Math.max(high, value)
      }
    }
  }
  if (low > high) return [0, 1]
  return [round(low) === round(high) ? low - 1 : low, high > low ? high : high + 1]
}

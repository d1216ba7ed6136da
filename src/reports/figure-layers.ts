import { layerPeaks } from '../evaluation/layer-scores.ts'
import type { MapScore } from '../evaluation/map-kind.ts'
import type { MapResult } from '../store/run.ts'
import type { FigureData } from '../tables/figure.ts'
import type { Moments } from '../tables/moments.ts'
import { curvesChart } from './chart-curves.ts'
import { layersChart } from './chart-layers.ts'
import { mapFigure } from './figure-map.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid } from './section.ts'
import { countText, pText, scoreText, tickText } from './wording.ts'

/** The map that is drawn here. */
export const layersMap = 'layers'

/** More channels than this are drawn as their mean alone. */
const mostChannels = 8

/**
 * Layers of a model against places and moments: scores in words, a dot for each response or peak by
 * layer, the maps themselves on brains or as courses over time.
 */
export function layersFigure(map: MapResult, data: FigureData): Markup {
  const { scores = [] } = map
  const layers = map.layers?.each ?? []
  const moments = data.facts.moments as Moments | undefined
  const columns = ['layer', '#mean r', '#best for', '#mean distance, mm', '#mean peak, s']
  const rows = layers.map(({ layer, r, best, distanceMm, peakS }) => {
    const far = distanceMm === undefined ? '–' : tickText(distanceMm)
    return [layer, scoreText(r), String(best), far, peakS === undefined ? '–' : tickText(peakS)]
  })
  const numbers = grid(columns, rows)
  const charts = [spatialChart(map, data), moments && temporalChart(map, data, moments)]
  const drawn = charts.flatMap((chart) =>
    chart ? [figure(chart.caption, chart.svg, numbers)] : [],
  )
  const maps = moments ? coursesFigure(map, data, moments) : mapFigure(map, data)
  return html`<h3>Layers of a model</h3>${scores.map((score) => html`<p>${saysOf(score)}</p>`)}
${drawn.length > 0 ? drawn : numbers}${maps}`
}

/** A score of the layers in a sentence. */
function saysOf({ name, value, count, p, orders, exact }: MapScore): string {
  const known: Readonly<Record<string, string>> = {
    encoding: `Encoding score: the best layer of a response predicts it with a mean r of `,
    spatial: 'Spatial score: depth of the best layer and distance have an r of ',
    temporal: 'Temporal score: depth of a layer and the moment of its peak have an r of ',
  }
  const over = countText(count, name === 'temporal' ? 'peak' : 'response')
  const chance =
    orders === undefined
      ? ''
      : `, p ${pText(p)} (one-sided, ${exact ? 'all' : 'drawn'} ${orders} orders of the layers)`
  return `${known[name] ?? `${name}: `}${scoreText(value)} over ${over}${chance}.`
}

function spatialChart(map: MapResult, data: FigureData) {
  const { depth, distanceMm } = seriesOf(data)
  if (!depth || !distanceMm) return undefined
  const layers = (map.layers?.each ?? []).map(({ layer }, k) => {
    const own = Array.from(depth.keys()).filter((d) => depth[d] === k + 1)
    const values = own.map((d) => distanceMm[d]).filter((value) => !Number.isNaN(value))
    return { name: layer, values }
  })
  const title = 'Distance of the responses that a layer predicts best'
  const along = 'distance from the reference in mm'
  return { caption: title, svg: layersChart({ id: 'map-layers-distance', title, along, layers }) }
}

function temporalChart(map: MapResult, data: FigureData, moments: Moments) {
  const { courses, least } = coursesOf(map, data)
  const peaks = layerPeaks(courses, moments, least)
  const layers = courses.layers.map((name, k) => {
    return { name, values: peaks.filter(({ layer }) => layer === k).map(({ timeS }) => timeS) }
  })
  const title = 'When a layer predicts a channel best'
  const chart = { id: 'map-layers-peaks', title, along: 'time in s', layers }
  return { caption: `${title}: a dot a channel`, svg: layersChart(chart) }
}

/** Correlation over time, a curve a layer, a panel a channel and one of their mean. */
function coursesFigure(map: MapResult, data: FigureData, { channels, timesS }: Moments): Markup {
  const { courses } = coursesOf(map, data)
  const points = timesS.length
  const shown = channels.length > mostChannels ? [] : channels
  const series = courses.layers.flatMap((layer, k) => {
    const own = channels.map((_, c) =>
      Float32Array.from(courses.r[k]).subarray(c * points, (c + 1) * points),
    )
    const mean = Float32Array.from({ length: points }, (_, t) =>
      own.reduce((sum, course) => sum + course[t] / own.length, 0),
    )
    const of = (panel: string, values: Float32Array) => ({ panel, series: layer, values })
    return [of('mean', mean), ...shown.map((channel, c) => of(channel, own[c]))]
  })
  const title = 'Correlation of prediction and response over time, by layer'
  const says = `${countText(courses.layers.length, 'layer')} from ${tickText(timesS[0])} s on.`
  const names = ['time in s', 'r'] as const
  const chart = { id: 'map-layers', title, says, x: timesS, names, series, heights: [0] }
  return figure(`${title}: the mean over ${map.folds} folds`, curvesChart(chart), undefined)
}

/** The correlations of each layer, and the least that was asked for. */
function coursesOf(map: MapResult, data: FigureData) {
  const series = seriesOf(data)
  const layers = (map.layers?.each ?? []).map(({ layer }) => layer)
  const r = layers.map((layer) => Float64Array.from(series[`r ${layer}`] ?? []))
  return { courses: { layers, r }, least: map.layers?.least ?? 0 }
}

function seriesOf({ series }: FigureData): Readonly<Record<string, Float32Array | undefined>> {
  return Object.fromEntries(series.map(({ series: name, values }) => [name, values]))
}

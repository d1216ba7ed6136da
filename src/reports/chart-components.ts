import { round, stroke, svg, writing } from './chart.ts'
import { scaleOf } from './colour-scale.ts'
import { headMap, headPlaces, headSteps } from './head-map.ts'
import { html, type Markup } from './markup.ts'

/** The components of one recording. */
export interface ComponentsChart {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly channels: readonly string[]
  /** Frequencies of the spectra, Hz; empty without spectra. */
  readonly hz: readonly number[]
  readonly components: readonly ComponentCell[]
}

/** One component with what is said of it. */
export interface ComponentCell {
  /** Over the head. */
  readonly name: string
  /** Under the spectrum. */
  readonly label: string
  readonly isRemoved: boolean
  /** Shape [C]. */
  readonly map: ArrayLike<number>
  /** In dB below its largest value, shape [F]. */
  readonly spectrumDb: ArrayLike<number>
}

const columns = 6
const cell = { width: 124, head: 104, spectrum: 34 }
const pad = 14

/**
 * Heads of components with their spectra beneath, each map in colours of its own; removed ones
 * stand in a frame and are said to be removed.
 */
export function componentsChart(chart: ComponentsChart): Markup {
  const { channels, components, hz } = chart
  const places = headPlaces(channels)
  const spectrum = hz.length > 0 ? cell.spectrum + 16 : 0
  const tall = 16 + cell.head + spectrum + 34
  const steps = headSteps(components.length)
  const wide = Math.min(columns, Math.max(3, components.length))
  const drawn = components.map((one, i) => {
    const x = (i % wide) * cell.width
    const y = Math.floor(i / wide) * tall
    const middle = cell.width / 2
    const scale = scaleOf('diverging', Array.from(one.map))
    const end = 16 + cell.head + spectrum
    const centred = { x: middle, anchor: 'middle' } as const
    const frame =
      one.isRemoved &&
      html`<rect class="removed" x="3" y="2" width="${cell.width - 6}" height="${tall - 6}"
 rx="4"/>${writing('removed-text', { ...centred, y: end + 22 }, 'removed')}`
    return html`<g transform="translate(${x} ${y})">
${writing('panel-name', { ...centred, y: 17 }, one.name)}
${headMap(one.map, places, { scale, steps }, [middle, 74])}
${hz.length > 0 && spectrumLine(one.spectrumDb, hz, 16 + cell.head)}
${writing('name', { ...centred, y: end + 9 }, one.label)}${frame}</g>`
  })
  const height = Math.ceil(components.length / wide) * tall
  const { id, title, says } = chart
  return svg({ id, title, says, width: wide * cell.width, height, body: html`${drawn}` })
}

/** From 0 to 40 dB below the peak, over all frequencies, with the first and the last beneath. */
function spectrumLine(spectrumDb: ArrayLike<number>, hz: readonly number[], top: number): Markup {
  const last = hz.length - 1
  const width = cell.width - 2 * pad
  const bottom = top + cell.spectrum
  const points = Array.from(spectrumDb, (db, f) => {
    const x = round(pad + (f / Math.max(1, last)) * width)
    return `${x} ${round(bottom - (1 - Math.min(40, -db) / 40) * cell.spectrum)}`
  })
  const text = (x: number, at: number, anchor: 'start' | 'end') =>
    writing('value', { x, y: bottom + 11, anchor }, `${Math.round(hz[at])}${at > 0 ? ' Hz' : ''}`)
  return html`${stroke('base-line', [pad, bottom], [pad + width, bottom])}
<path class="thin-curve" d="M${points.join('L')}"/>
${text(pad, 0, 'start')}${text(pad + width, last, 'end')}`
}

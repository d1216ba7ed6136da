import type { FigureData } from '../tables/figure.ts'
import { componentsChart } from './chart-components.ts'
import { haveHeads } from './chart-heads.ts'
import { type LabelCount, labelCounts } from './chart-label-counts.ts'
import type { DrawUnscored } from './draw.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid } from './section.ts'
import { countText, listText } from './wording.ts'

interface Shown {
  readonly recording: string
  readonly channels: readonly string[]
  readonly count: number
  readonly components: readonly {
    readonly k: number
    readonly share: number
    readonly label?: string
    readonly probability?: number
    readonly why?: string
  }[]
}

interface Facts {
  readonly recordings: readonly Shown[]
  readonly hz: readonly number[]
  readonly of: number
  readonly labels: readonly LabelCount[]
}

/** Maps and spectra of the components of some recordings, and labels over all recordings. */
export const componentsFigure: DrawUnscored = ({ name }, data) => {
  const { recordings, hz, of, labels } = data.facts as unknown as Facts
  const charts = recordings.map((one, i) => recordingFigure(`${name}-${i}`, one, hz, data))
  const named = labels.map((one) => ({ ...one, label: one.label || 'any' }))
  const rows = named.map(({ label, components, removed }) => [label, components, removed])
  const isLabelled = labels.some(({ label }) => label !== '')
  const caption =
    `Independent components of ${countText(of, 'recording')}` +
    `${isLabelled ? ' by most probable class' : ''}; filled, those that were removed`
  const table = grid(['class', '#components', '#removed'], rows)
  return html`${figure(caption, labelCounts(`${name}-labels`, named), table)}${charts}`
}

function recordingFigure(
  id: string,
  { recording, channels, count, components }: Shown,
  hz: readonly number[],
  data: FigureData,
): Markup {
  const gone = components.filter(({ why }) => why !== undefined)
  const shown = count > components.length ? ` (${components.length} of ${count} are shown)` : ''
  const caption =
    `Independent components of ${recording}${shown}: number, share of the variance, map, ` +
    'spectrum in dB, most probable class'
  const rows = components.map(({ k, share, label = '–', probability, why = '' }) => {
    return [String(k), shareText(share), label, probability?.toFixed(2) ?? '–', why]
  })
  const table = grid(['component', '#variance', 'class', '#probability', 'removed because'], rows)
  if (!haveHeads(channels)) return figure(caption, table, undefined)
  const values = (kind: string, k: number) =>
    data.series.find((one) => one.panel === recording && one.series === `${kind} ${k}`)?.values ??
    []
  const cells = components.map(({ k, share, label, probability, why }) => ({
    name: `${k} · ${shareText(share)}`,
    label: [label ?? why ?? '', probability?.toFixed(2) ?? ''].join(' ').trim(),
    isRemoved: why !== undefined,
    map: values('map', k),
    spectrumDb: values('spectrum', k),
  }))
  const told = gone.map(({ k, why }) => `${k} (${why})`)
  const says = told.length > 0 ? `Removed: ${listText(told, 12)}.` : 'None was removed.'
  const title = `Independent components of ${recording}`
  return figure(
    caption,
    componentsChart({ id, title, says, channels, hz, components: cells }),
    table,
  )
}

/** A share in percent, with a decimal below 10. */
function shareText(share: number): string {
  return `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`
}

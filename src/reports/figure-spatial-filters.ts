import type { FigureData } from '../tables/figure.ts'
import { haveHeads, headsChart } from './chart-heads.ts'
import { scaleOf } from './colour-scale.ts'
import type { Draw } from './draw.ts'
import { figure, grid } from './section.ts'
import { scoreText } from './wording.ts'

/** Patterns over filters, a pair a component, each with a scale of its own. */
export const spatialFiltersFigure: Draw = ({ name }, data) => {
  const { channels, stage } = data.facts as { channels: string[]; stage: string }
  const caption =
    `Components of “${stage}”: what of the signals goes with each (pattern), and how it is ` +
    'picked out (filter); fitted on all rows, for this picture alone'
  const table = grid(
    ['channel', ...data.series.map(({ panel, series }) => `#${panel} ${series}`)],
    channels.map((channel, c) => [
      channel,
      ...data.series.map(({ values }) => scoreText(values[c])),
    ]),
  )
  if (!haveHeads(channels)) return figure(caption, table, undefined)
  const says = data.series
    .filter(({ series }) => series === 'pattern')
    .slice(0, 8)
    .map(({ panel, values }) => `${panel} strongest at ${channels[strongest(values)]}`)
  const title = 'Spatial filters and their patterns'
  const shown = { id: name, title, says: `${says.join('; ')}.`, channels, columns: [] }
  return figure(caption, headsChart({ ...shown, rows: rowsOf(data) }), table)
}

/** A row of patterns and one of filters for each four components or band. */
function rowsOf({ series }: FigureData) {
  const bands = new Map<string, FigureData['series'][number][]>()
  for (const one of series) {
    const band = one.panel.replace(/^\S+ ?/, '')
    bands.set(band, [...(bands.get(band) ?? []), one])
  }
  return [...bands].flatMap(([band, all]) =>
    ['pattern', 'filter'].map((kind) => ({
      name: band === '' ? kind : `${band} ${kind}`,
      heads: all
        .filter((one) => one.series === kind)
        .map(({ panel, values }) => ({
          values,
          scale: scaleOf('diverging', values),
          name: panel.split(' ')[0],
        })),
    })),
  )
}

function strongest(values: Float32Array): number {
  return values.reduce((best, v, c) => (Math.abs(v) > Math.abs(values[best]) ? c : best), 0)
}

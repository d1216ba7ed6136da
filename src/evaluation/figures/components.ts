import * as z from 'zod'
import { type ComponentDrawing, componentDrawings } from '../../tables/component-drawing.ts'
import { type FigureSeries, figureOf, makeFigure } from '../../tables/figure.ts'
import type { Table } from '../../tables/table.ts'
import { defineFigure, nothing } from '../figure.ts'

const options = z.strictObject({
  recordings: z
    .union([z.int().min(1).max(12), z.array(z.string().min(1)).min(1).max(12)])
    .default(2)
    .meta({ unit: '1', description: 'whose components are drawn: names, or the first of the run' }),
  components: z.int().min(1).max(24).default(20).meta({
    unit: '1',
    description: 'the most that are drawn of each: removed ones, then by falling variance',
  }),
})

/**
 * Independent components that the stage `ica` found: maps, spectra, labels and which were removed,
 * of some recordings, and counts of labels over all. They are those of the run, not made again.
 */
export const components = defineFigure({
  use: 'components',
  title: 'Independent components',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2019.05.026'],
  options,
  of: 'recordings',
  part(table: Table) {
    return makeFigure({ series: [], facts: { drawings: componentDrawings(table) } })
  },
  draw(parts, chosen) {
    const found = parts.flatMap((part) => drawingsOf(part as Table<'figure'>))
    const drawings = [...new Map(found.map((one) => [one.recording, one])).values()]
    if (drawings.length === 0) return nothing('no stage of the pipeline leaves components (`ica`)')
    const missing = missingNames(drawings, chosen.recordings)
    if (missing !== undefined) return nothing(`no components of a recording ${missing}`)
    const shown = shownOf(drawings, chosen)
    const facts = {
      recordings: shown.map(({ recording, channels, count, components: all }) => ({
        ...{ recording, channels, count },
        components: all.map(({ map: _, spectrumDb: __, ...one }) => one),
      })),
      hz: shown[0].hz,
      of: drawings.length,
      labels: countsOf(drawings),
    }
    return makeFigure({ series: shown.flatMap(seriesOf), facts })
  },
})

function drawingsOf(part: Table<'figure'>): ComponentDrawing[] {
  return figureOf(part).facts.drawings as ComponentDrawing[]
}

type Chosen = z.output<typeof options>

function missingNames(drawings: readonly ComponentDrawing[], wanted: Chosen['recordings']) {
  if (typeof wanted === 'number') return undefined
  return wanted.find((name) => drawings.every(({ recording }) => recording !== name))
}

/** The drawings of the chosen recordings, each with its removed and its largest components. */
function shownOf(drawings: readonly ComponentDrawing[], chosen: Chosen): ComponentDrawing[] {
  const { recordings: wanted, components: most } = chosen
  const own =
    typeof wanted === 'number'
      ? drawings.slice(0, wanted)
      : wanted.flatMap((name) => drawings.filter(({ recording }) => recording === name))
  return own.map((drawing) => {
    const removedFirst = [...drawing.components].sort(
      (a, b) => Number(b.why !== undefined) - Number(a.why !== undefined) || a.k - b.k,
    )
    return { ...drawing, components: removedFirst.slice(0, most).sort((a, b) => a.k - b.k) }
  })
}

function seriesOf({ recording, components: all }: ComponentDrawing): FigureSeries[] {
  return all.flatMap(({ k, map, spectrumDb }) => [
    { panel: recording, series: `map ${k}`, values: Float32Array.from(map) },
    { panel: recording, series: `spectrum ${k}`, values: Float32Array.from(spectrumDb) },
  ])
}

/** Of each label, how many components have it and how many of these were removed. */
function countsOf(drawings: readonly ComponentDrawing[]) {
  const counts = new Map<string, { label: string; components: number; removed: number }>()
  for (const { labels, removed } of drawings) {
    const gone = new Set(removed)
    for (const [k, label] of labels.entries()) {
      const known = counts.get(label) ?? { label, components: 0, removed: 0 }
      const more = { components: known.components + 1, removed: known.removed + +gone.has(k) }
      counts.set(label, { label, ...more })
    }
  }
  return [...counts.values()].sort((a, b) => b.components - a.components)
}

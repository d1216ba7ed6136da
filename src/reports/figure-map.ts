import type { MapResult } from '../store/run.ts'
import type { FigureData } from '../tables/figure.ts'
import { parcelCells } from '../tables/parcel-places.ts'
import { brainVolumes } from './brain-volumes.ts'
import { type BrainMap, brainChart } from './chart-brain.ts'
import { weightBars } from './chart-weights.ts'
import { scaleOf } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid } from './section.ts'
import { scoreText } from './wording.ts'

/** More maps than this are left to the table. */
const most = 10

/** A map of a run, the mean over folds: brains for voxels and parcels, else bars. */
export function mapFigure(map: MapResult, data: FigureData): Markup {
  const caption = `${map.title}: the mean over ${map.folds} folds of ${map.features} features`
  const rows = map.maps.map(({ name, mean, low, high, peak }) => {
    return [name, scoreText(mean), scoreText(low), scoreText(high), peak]
  })
  const table = grid(['map', '#mean', '#lowest', '#highest', '#at'], rows)
  const id = `map-${map.use}`
  return figure(caption, brainOrBars(id, map.title, data), table)
}

/** Series of features on a brain when they are voxels or parcels, else as bars. */
export function brainOrBars(id: string, title: string, { series, facts }: FigureData): Markup {
  const names = facts.names as string[]
  const shown = series.slice(0, most)
  const maps = brainMaps({ series: shown, facts })
  if (maps) {
    const peaks = shown.map(({ series: name, values }) => {
      const at = values.reduce((best, v, d) => {
        return Math.abs(v) > Math.abs(values[best]) || Number.isNaN(values[best]) ? d : best
      }, 0)
      return `${name} ${scoreText(values[at])} at ${names[at]}`
    })
    return brainChart({ id, title, says: `Largest: ${peaks.join('; ')}.`, maps })
  }
  return html`${shown.map(({ series: name, values }, k) =>
    weightBars(`${id}-${k}`, { title, names, series: name, values }),
  )}`
}

function brainMaps({ series, facts }: FigureData): BrainMap[] | undefined {
  const { names, grid, parcels } = facts as { names: string[]; grid?: string; parcels?: string }
  const volumeOf = volumes(JSON.stringify(names), { grid, parcels })
  const maps = series.map(({ series: name, values }): BrainMap | undefined => {
    const volume = volumeOf?.(values)
    const signed = values.some((v) => v < 0)
    return volume && { name, volume, scale: scaleOf(signed ? 'diverging' : 'sequential', values) }
  })
  return maps.every((map) => map !== undefined) ? maps : undefined
}

/** From values of features to a volume, for voxels and for parcels. */
function volumes(names: string, { grid, parcels }: { grid?: string; parcels?: string }) {
  if (grid !== undefined) return brainVolumes({ names, grid })
  const places = parcels === undefined ? undefined : parcelCells({ meta: { names, parcels } })
  if (places === undefined) return undefined
  const volumeOf = brainVolumes({
    names: JSON.stringify(places.cells.map(({ name }) => name)),
    grid: JSON.stringify(places.grid),
  })
  return (values: ArrayLike<number>) =>
    volumeOf?.(places.cells.map(({ feature }) => values[feature]))
}

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

/**
 * Series of features on a brain when they are voxels or parcels, else as bars. Maps `p` and `q` are
 * drawn as −log10, so that the least likely are the strongest.
 */
export function brainOrBars(id: string, title: string, { series, facts }: FigureData): Markup {
  const names = facts.names as string[]
  const shown = series.slice(0, most)
  const maps = brainMaps({ series: shown, facts })
  if (maps) {
    const peaks = shown.map(({ series: name, values }) => {
      const size = (v: number) => (isChance(name) ? -v : Math.abs(v))
      const at = values.reduce((best, v, d) => {
        return size(v) > size(values[best]) || Number.isNaN(values[best]) ? d : best
      }, 0)
      return `${name} ${scoreText(values[at])} at ${names[at]}`
    })
    return brainChart({ id, title, says: `Strongest: ${peaks.join('; ')}.`, maps })
  }
  return html`${shown.map(({ series: name, values }, k) =>
    weightBars(`${id}-${k}`, { title, names, series: name, values }),
  )}`
}

/** Whether a map holds p values, plain or corrected. */
function isChance(map: string): boolean {
  return map === 'p' || map === 'q'
}

function brainMaps({ series, facts }: FigureData): BrainMap[] | undefined {
  const { names, grid, parcels } = facts as { names: string[]; grid?: string; parcels?: string }
  const volumeOf = volumes(JSON.stringify(names), { grid, parcels })
  const maps = series.map(({ series: name, values }): BrainMap | undefined => {
    const isP = isChance(name)
    const shown = isP ? values.map((p) => Math.abs(Math.log10(p))) : values
    const volume = volumeOf?.(shown)
    const scale = scaleOf(shown.some((v) => v < 0) ? 'diverging' : 'sequential', shown)
    return volume && { name: isP ? `−log10 ${name}` : name, volume, scale }
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

import { outline, plane, strongest, type View, views } from './brain-views.ts'
import type { BrainVolume } from './brain-volumes.ts'
import { label, svg, writing } from './chart.ts'
import { type ColourScale, colourBar } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'
import { raster } from './raster.ts'

/** Maps of one brain below each other. */
export interface BrainChart {
  readonly id: string
  readonly title: string
  readonly says: string
  readonly maps: readonly BrainMap[]
}

/** A map, and how its numbers become colours. */
export interface BrainMap {
  readonly name: string
  readonly volume: BrainVolume
  readonly scale: ColourScale
}

const size = 104
/** Where there is one view alone. */
const flatSize = 240
const gap = 10
/** Flat maps in a row, where there are more than three. */
const most = 2

/**
 * Three slices through the voxel of largest magnitude of each map, and three views through the
 * glass (largest magnitudes along the line of sight), with the outline of all voxels. Of an image
 * that is one voxel thick there is one view.
 */
export function brainChart({ id, title, says, maps }: BrainChart): Markup {
  const { shape, voxelMm } = maps[0].volume
  const seen = views.filter(({ across, up }) => shape[across] > 1 && shape[up] > 1)
  const isFlat = shape.includes(1)
  const side = isFlat ? (maps.length > 3 ? flatSize / 1.6 : flatSize) : size
  const unit = side / Math.max(...[0, 1, 2].map((axis) => shape[axis] * voxelMm[axis]))
  const letters = Math.min(20, Math.max(...maps.map(({ name }) => name.length)))
  const left = 14 + 6.3 * letters
  const tall = Math.max(...seen.map(({ up }) => shape[up] * voxelMm[up] * unit)) + 30
  const top = 26
  const step = side + gap
  const glass = left + seen.length * step + gap
  const own = glass + (isFlat ? 0 : seen.length * step) + 80
  const columns = isFlat && maps.length > 3 ? most : 1
  const rows = maps.map(({ name, volume, scale }, m) => {
    const from = (m % columns) * own
    const middle = top + Math.floor(m / columns) * tall + (tall - 30) / 2
    const peak = peakOf(volume)
    const shown = seen.map((view, v) => {
      const y = middle - (shape[view.up] * voxelMm[view.up] * unit) / 2
      const place = { x: from + left + v * step, y, unit }
      const slice = plane(volume, view, (values) => values[peak[view.along]])
      const mm = Math.round(volume.mm(view.along, peak[view.along]))
      const under = `${view.name} ${String(mm).replace('-', '−')} mm`
      const through = plane(volume, view, strongest)
      return [
        picture(volume, view, slice, { ...place, scale, under }),
        !isFlat &&
          picture(volume, view, through, { ...place, x: glass + v * step, scale, under: '' }),
      ]
    })
    const text = writing(
      'name',
      { x: from + left - 8, y: middle + 4, anchor: 'end' },
      label(name, 20),
    )
    const bar = { x: from + own - 74, y: middle - tall / 2 + 20, height: tall - 40 }
    return html`${text}${shown}${colourBar(scale, bar)}`
  })
  const heading = isFlat ? 'the slice' : 'slices through the largest'
  return svg({
    ...{ id, title, says, width: columns * own },
    height: top + Math.ceil(maps.length / columns) * tall,
    body: html`${writing('panel-name', { x: left, y: 14 }, heading)}
${!isFlat && writing('panel-name', { x: glass, y: 14 }, 'through the glass')}${rows}`,
  })
}

/** Indices of the voxel of largest magnitude; of several alike, as in a parcel, the middle one. */
function peakOf({ values, shape: [nx, ny] }: BrainVolume): [number, number, number] {
  const most = values.reduce((m, v) => (Math.abs(v) > m ? Math.abs(v) : m), 0)
  const placeOf = (at: number) => [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]
  const alike: number[][] = []
  values.forEach((value, v) => {
    if (Math.abs(value) === most) alike.push(placeOf(v))
  })
  const mean = [0, 1, 2].map((a) => alike.reduce((s, one) => s + one[a] / alike.length, 0))
  const off = (one: readonly number[]) => Math.hypot(...one.map((at, a) => at - mean[a]))
  const [x = 0, y = 0, z = 0] = alike.reduce<number[]>((best, one) => {
    return best.length === 0 || off(one) < off(best) ? one : best
  }, [])
  return [x, y, z]
}

interface Placed {
  readonly x: number
  readonly y: number
  /** Of a mm. */
  readonly unit: number
  readonly scale: ColourScale
  readonly under: string
}

function picture(
  volume: BrainVolume,
  view: View,
  values: Float64Array,
  { x, y, unit, scale, under }: Placed,
): Markup {
  const { shape, voxelMm } = volume
  const columns = shape[view.across]
  const cell = [voxelMm[view.across] * unit, voxelMm[view.up] * unit] as const
  const width = columns * cell[0]
  const height = shape[view.up] * cell[1]
  const letters =
    view.across === 0 &&
    html`${writing('value', { x, y: y + height + 13 }, 'L')}
${writing('value', { x: x + width, y: y + height + 13, anchor: 'end' }, 'R')}`
  const text = { x: x + width / 2, y: y + height + 13, anchor: 'middle' } as const
  return html`${raster({ values, columns, scale, x, y, cell })}
<path class="edge" d="${outline(volume, view, [x, y], cell)}"/>${letters}
${under !== '' && writing('value', text, under)}`
}

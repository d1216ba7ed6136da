import { contours } from 'd3-contour'
import type { BrainVolume } from './brain-volumes.ts'
import { label, round, svg, writing } from './chart.ts'
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

/** The two axes of a view, across and upwards, and the one that is looked along. */
interface View {
  readonly across: number
  readonly up: number
  readonly along: number
  readonly name: string
}

const views: readonly View[] = [
  { across: 1, up: 2, along: 0, name: 'x' },
  { across: 0, up: 2, along: 1, name: 'y' },
  { across: 0, up: 1, along: 2, name: 'z' },
]

const size = 104
/** Where there is one view alone. */
const flatSize = 240
const gap = 10

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
  const width = glass + (isFlat ? 0 : seen.length * step) + 66
  const rows = maps.map(({ name, volume, scale }, m) => {
    const y = top + m * tall
    const peak = peakOf(volume)
    const shown = seen.map((view, v) => {
      const place = { x: left + v * step, y, unit }
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
      { x: left - 8, y: y + tall / 2 - 12, anchor: 'end' },
      label(name, 20),
    )
    return html`${text}${shown}${colourBar(scale, { x: width - 60, y: y + 4, height: tall - 40 })}`
  })
  const heading = isFlat ? 'the slice' : 'slices through the largest'
  return svg({
    ...{ id, title, says, width, height: top + maps.length * tall },
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

/** The value of largest magnitude on a line of sight; NaN without any. */
function strongest(values: readonly number[]): number {
  return values.reduce((most, value) => {
    return Number.isFinite(value) && !(Math.abs(value) <= Math.abs(most)) ? value : most
  }, Number.NaN)
}

/** What is seen in a view, its upper row first, from all values on each line of sight. */
function plane(
  { values, shape }: BrainVolume,
  { across, up, along }: View,
  of: (line: readonly number[]) => number,
): Float64Array {
  const strides = [1, shape[0], shape[0] * shape[1]]
  const out = new Float64Array(shape[across] * shape[up])
  for (let i = 0; i < out.length; i++) {
    const a = i % shape[across]
    const u = shape[up] - 1 - Math.floor(i / shape[across])
    const from = a * strides[across] + u * strides[up]
    out[i] = of(Array.from({ length: shape[along] }, (_, k) => values[from + k * strides[along]]))
  }
  return out
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
  const mask = plane(volume, view, strongest)
  return html`${raster({ values, columns, scale, x, y, cell })}
<path class="edge" d="${outline(mask, columns, [x, y], cell)}"/>${letters}
${under !== '' && writing('value', text, under)}`
}

/** The edge of the voxels that are there, with one empty row and column around. */
function outline(
  mask: Float64Array,
  columns: number,
  [x, y]: readonly [number, number],
  cell: readonly [number, number],
): string {
  const wide = columns + 2
  const rows = mask.length / columns
  const padded = new Array<number>(wide * (rows + 2)).fill(0)
  mask.forEach((value, i) => {
    padded[(Math.floor(i / columns) + 1) * wide + 1 + (i % columns)] = Number.isNaN(value) ? 0 : 1
  })
  const [edge] = contours()
    .size([wide, rows + 2])
    .thresholds([0.5])(padded)
  return edge.coordinates
    .flat()
    .map((ring) => {
      const points = ring.map(
        ([u, v]) => `${round(x + (u - 1) * cell[0])} ${round(y + (v - 1) * cell[1])}`,
      )
      return `M${points.join('L')}Z`
    })
    .join('')
}

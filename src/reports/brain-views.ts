import { contours } from 'd3-contour'
import type { BrainVolume } from './brain-volumes.ts'
import { round } from './chart.ts'

/** The two axes of a view, across and upwards, and the one that is looked along. */
export interface View {
  readonly across: number
  readonly up: number
  readonly along: number
  readonly name: string
}

/** From the side, from behind and from above. */
export const views: readonly View[] = [
  { across: 1, up: 2, along: 0, name: 'x' },
  { across: 0, up: 2, along: 1, name: 'y' },
  { across: 0, up: 1, along: 2, name: 'z' },
]

/** The value of largest magnitude on a line of sight; NaN without any. */
export function strongest(values: readonly number[]): number {
  return values.reduce((most, value) => {
    return Number.isFinite(value) && !(Math.abs(value) <= Math.abs(most)) ? value : most
  }, Number.NaN)
}

/** What is seen in a view, its upper row first, from all values on each line of sight. */
export function plane(
  { values, shape }: Pick<BrainVolume, 'shape'> & { readonly values: ArrayLike<number> },
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

/** The edge of all voxels in a view, whether they have a value or not. */
export function outline(
  { inside, shape }: BrainVolume,
  view: View,
  [x, y]: readonly [number, number],
  cell: readonly [number, number],
): string {
  const mask = plane({ values: inside, shape }, view, (line) => (line.includes(1) ? 1 : 0))
  const columns = shape[view.across]
  const wide = columns + 2
  const rows = mask.length / columns
  const padded = new Array<number>(wide * (rows + 2)).fill(0)
  mask.forEach((value, i) => {
    padded[(Math.floor(i / columns) + 1) * wide + 1 + (i % columns)] = value
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

import { fail } from '../errors.ts'
import { filteredPower } from '../kernels/filtered-power.ts'
import { meanProduct } from '../kernels/mean-product.ts'
import { mixChannels } from '../kernels/mix-channels.ts'
import { alikeWindows } from './alike-windows.ts'
import { matrixOf, withFeatures } from './features.ts'
import type { Segment } from './signals.ts'
import type { Table } from './table.ts'
import { windowFeatures } from './window-features.ts'

/** Windows as a stage sees them that asks for their power behind spatial filters alone. */
export interface SecondMoments {
  readonly channels: readonly string[]
  /** Shape [N]: the row of the table at which each of N windows begins. */
  readonly rows: readonly number[]
  /** Whether a window is finite in some channels. */
  isFinite(window: number, members: readonly number[]): boolean
  /** The mean over windows of x xᵀ / T of some channels, shape [C, C]. */
  mean(windows: readonly number[], members: readonly number[]): Float64Array
  /** The mean square of each filter's output; filters of shape [D, C]. */
  powers(window: number, members: readonly number[], filters: Float64Array): Float64Array
  /** A row of features for each window; values of shape [N, D]. */
  features(values: Float32Array, names: readonly string[]): Table<'features'>
}

/**
 * The second moments of windows: of their samples, or as the matrices that stand for them, which
 * are far smaller and need not be computed again for other filters.
 *
 * Of samples means are about 0 and divided by one sample less than there are in all.
 *
 * @throws {NeurarrowError} `length-mismatch`, `rates-differ`, `signal-too-short`
 */
export function secondMomentsOf(
  table: Table<'windows' | 'matrices'>,
  stage: string,
): SecondMoments {
  return table.kind === 'windows'
    ? ofWindows(table as Table<'windows'>, stage)
    : ofMatrices(table as Table<'matrices'>, stage)
}

function ofWindows(table: Table<'windows'>, stage: string): SecondMoments {
  const segments = alikeWindows(table, stage)
  const picked = (window: number, members: readonly number[]) => pick(segments[window], members)
  return {
    channels: segments[0]?.channels ?? [],
    rows: segments.map(({ from }) => from),
    isFinite: (window, members) => picked(window, members).values.every(Number.isFinite),
    mean(windows, members) {
      const blocks = windows.map((window) => picked(window, members))
      const all = blocks.reduce((sum, { samples }) => sum + samples, 0)
      return meanProduct(blocks, members.length).map((value) => (value * all) / (all - 1))
    },
    powers(window, members, filters) {
      const { values, samples } = picked(window, members)
      return meanSquares(mixChannels(filters, values, samples), samples)
    },
    features: (values, names) => windowFeatures(table, segments, values, { names, unit: '1' }),
  }
}

function ofMatrices(table: Table<'matrices'>, stage: string): SecondMoments {
  const { values, rows, cols } = matrixOf(table)
  const size = Math.round(Math.sqrt(cols))
  if (size ** 2 !== cols) fail('length-mismatch', { stage, values: cols })
  const part = (row: number, members: readonly number[]) => {
    const one = values.subarray(row * cols, (row + 1) * cols)
    return members.length === size ? one : submatrix(one, size, members)
  }
  return {
    channels: channelsOf(table, size),
    rows: Array.from({ length: rows }, (_, row) => row),
    isFinite: (row, members) => part(row, members).every(Number.isFinite),
    mean(windows, members) {
      const sum = new Float64Array(members.length ** 2)
      for (const row of windows) {
        const own = part(row, members)
        for (let i = 0; i < sum.length; i++) sum[i] += own[i]
      }
      return sum.map((value) => value / windows.length)
    },
    powers: (row, members, filters) => filteredPower(filters, part(row, members), members.length),
    features: (given, names) =>
      withFeatures(table, given, { unit: '1', ...(rows ? { names: JSON.stringify(names) } : {}) }),
  }
}

function channelsOf({ meta }: Table, size: number): string[] {
  const names = meta.names === undefined ? [] : (JSON.parse(meta.names) as string[])
  return names.length === size ? names : Array.from({ length: size }, (_, c) => String(c))
}

function submatrix(matrix: Float64Array, size: number, members: readonly number[]): Float64Array {
  const out = new Float64Array(members.length ** 2)
  members.forEach((i, a) => {
    members.forEach((j, b) => {
      out[a * members.length + b] = matrix[i * size + j]
    })
  })
  return out
}

function pick({ values, samples, channels }: Segment, members: readonly number[]) {
  if (members.length === channels.length) return { values, samples }
  const out = new Float32Array(members.length * samples)
  members.forEach((c, i) => {
    out.set(values.subarray(c * samples, (c + 1) * samples), i * samples)
  })
  return { values: out, samples }
}

/** Mean squares of rows [D, T]. */
function meanSquares(rows: Float32Array, samples: number): Float64Array {
  const out = new Float64Array(rows.length / samples)
  for (let d = 0; d < out.length; d++) {
    let sum = 0
    for (let t = d * samples; t < (d + 1) * samples; t++) sum += rows[t] * rows[t]
    out[d] = sum / samples
  }
  return out
}

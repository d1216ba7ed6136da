import * as z from 'zod'
import { fail } from '../../errors.ts'
import { fitGrid, type GridShape } from '../../kernels/fit-grid.ts'
import { type Foreground, foreground } from '../../kernels/foreground.ts'
import { defineStage } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import { repeatKeys } from '../../tables/signals.ts'
import { f64Of, type Table } from '../../tables/table.ts'
import { makeTokens } from '../../tables/tokens.ts'
import { gridOf, trOf, voxelsOf } from '../../tables/volumes.ts'

const side = z.int().min(1)
const axes = ['x', 'y', 'z'] as const
const options = z.strictObject({
  scans: z.int().min(1).meta({ unit: '1', description: 'scans in a window' }),
  strideScans: z.int().min(1).optional().meta({
    unit: '1',
    description: 'from the start of a window to the start of the next; `scans` when not given',
  }),
  shape: z.tuple([side, side, side]).optional().meta({
    unit: 'voxels',
    description: 'x, y, z that volumes are cut or filled up to; as they are when not given',
  }),
  flip: z.array(z.enum(axes)).default([]).meta({ description: 'axes that are turned round' }),
  standardize: z.boolean().default(false).meta({
    description: 'one z-score over all voxels and scans that are not 0',
  }),
  background: z
    .enum(['least', 'zero'])
    .default('least')
    .meta({
      description:
        'what voxels outside of a volume get, and when standardized those that are 0: the least ' +
        'value of the others, or 0',
    }),
})
type Options = z.output<typeof options>

/**
 * Cuts a run of volumes into windows of scans: tokens of one channel, a time a scan, and the voxels
 * as depth, x fastest.
 *
 * Voxels that are 0 are background and not part of the z-score over the run. Scans after the last
 * whole window are dropped; a run shorter than a window gives an empty table, with a note. NaN is
 * not part of the z-score and stays where it is.
 *
 * @throws {NeurarrowError} `file-corrupt` when the recording has no repetition time,
 *   `stage-options` for a run of nothing but background that is to be standardized
 * @see SwiFT, Kim et al. (2023), arXiv:2307.05916
 */
export const volumeWindow = defineStage({
  use: 'volumeWindow',
  title: 'Cut a run of volumes into windows of scans',
  reads: ['volumes'],
  writes: 'tokens',
  scope: 'recording',
  version: 1,
  options,
  shape({ rateHz }, { scans }) {
    return { kind: 'tokens', rateHz, lengthS: rateHz === undefined ? undefined : scans / rateHz }
  },
  rowsOf(input, given) {
    const [x, y, z] = given.shape ?? gridOf(input as Table<'volumes'>).shape
    return { count: countOf(input.rows, given), bytes: 4 * x * y * z * given.scans }
  },
  run(input, given, { portion }) {
    const volumes = input as Table<'volumes'>
    const { scans, strideScans = scans, shape = gridOf(volumes).shape } = given
    const trS = trOf(volumes)
    if (volumes.rows > 0 && !(trS > 0)) {
      fail('file-corrupt', { trS, expected: 'a repetition time above 0 s' })
    }
    const count = countOf(volumes.rows, given)
    const { from, to } = portion?.rows ?? { from: 0, to: count }
    const starts = Array.from({ length: to - from }, (_, i) => (from + i) * strideScans)
    const times = f64Of(volumes, 'timeS')
    const depth = shape[0] * shape[1] * shape[2]
    const spans = {
      window: Int32Array.from(starts, (_, i) => from + i),
      startS: Float64Array.from(starts, (start) => times[start]),
      endS: Float64Array.from(starts, (start) => times[start] + scans * trS),
    }
    const values = cut(volumes, starts, { ...given, shape })
    const rateHz = trS > 0 ? 1 / trS : 1
    const layout = { channel: 1, time: scans, depth, channels: ['volume'], rateHz, grid: shape }
    const { grid: _, trS: __, ...meta } = volumes.meta
    const unit = given.standardize ? 'z' : (meta.unit ?? 'arbitrary')
    const keys = repeatKeys(volumes, starts)
    const tokens = makeTokens(keys, spans, { values, axes: layout }, { ...meta, unit })
    if (count > 0 || volumes.rows === 0) return tokens
    const says = `${volumes.rows} scans are fewer than the ${scans} of a window`
    return withNote(tokens, { stage: 'volumeWindow', says })
  },
})

/** Whole windows of a run. */
function countOf(rows: number, { scans, strideScans = scans }: Options): number {
  return Math.max(0, Math.floor((rows - scans) / strideScans) + 1)
}

/** The scans of some windows, shape [R, scans, z, y, x]. */
function cut(
  volumes: Table<'volumes'>,
  starts: readonly number[],
  given: Omit<Options, 'shape'> & { readonly shape: GridShape },
): Float32Array {
  const { values, size } = voxelsOf(volumes)
  const depth = given.shape[0] * given.shape[1] * given.shape[2]
  const out = new Float32Array(starts.length * given.scans * depth)
  if (starts.length === 0) return out
  const { scale, fill } = scaling(volumes, given)
  const flip = given.flip.map((name) => axes.indexOf(name))
  const fit = { from: gridOf(volumes).shape, to: given.shape, flip, fill }
  let at = 0
  for (const start of starts) {
    for (let t = start; t < start + given.scans; t++, at += depth) {
      out.set(fitGrid(scale(values.subarray(t * size, (t + 1) * size)), fit), at)
    }
  }
  return out
}

/** What is known of runs whose windows are made some at a time. */
const known = new WeakMap<Table, Foreground>()

function foregroundOf(run: Table<'volumes'>): Foreground {
  const found = known.get(run) ?? foreground(voxelsOf(run).values)
  known.set(run, found)
  return found
}

/** How a scan is brought to the scale of the run, and what the background then is. */
function scaling(
  run: Table<'volumes'>,
  { standardize, background }: Pick<Options, 'standardize' | 'background'>,
) {
  const { mean, deviation, least } = foregroundOf(run)
  if (!standardize) {
    return { scale: (scan: Float32Array) => scan, fill: background === 'zero' ? 0 : least }
  }
  if (!(deviation > 0)) {
    fail('stage-options', { stage: 'volumeWindow', option: 'standardize', deviation })
  }
  const fill = background === 'zero' ? 0 : Math.fround((least - mean) / deviation)
  const scale = (scan: Float32Array) => {
    const out = new Float32Array(scan.length)
    for (let v = 0; v < scan.length; v++) {
      out[v] = scan[v] === 0 ? fill : (scan[v] - mean) / deviation
    }
    return out
  }
  return { scale, fill }
}

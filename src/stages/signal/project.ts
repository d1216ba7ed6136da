import * as z from 'zod'
import { fail } from '../../errors.ts'
import { electrodePositions } from '../../kernels/electrode-positions.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { sphericalSpline } from '../../kernels/spherical-spline.ts'
import { defineStage, type Need, type ShapeIssue } from '../../stage.ts'
import { matchChannels } from '../../tables/channel.ts'
import { scalpPlaces } from '../../tables/electrode-places.ts'
import { matrixOf } from '../../tables/features.ts'
import { type Segment, type Signals, segmentsOf, withChannels } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const names = z.array(z.string().min(1)).min(1)
const options = z.strictObject({
  to: names.meta({ description: 'the channels that are made, in this order' }),
  matrix: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        'weights: a .npy, .tsv or .csv of the data set, a row for each channel that is made ' +
        'and a column for each that it is made of; without it, spherical splines of electrodes',
    }),
  from: names.optional().meta({
    description: 'the channels that they are made of, as the columns; all when not given',
  }),
})
type Options = z.output<typeof options>

/**
 * Makes channels as weighted sums of others: by a matrix of a file, such as one that brings
 * recordings to the montage of a model, or by spherical splines from the electrodes that there are
 * to those of the 10-05 system that are named.
 *
 * Splines also replace channels of the same name: the result is the spline through all, with the
 * ridge of 1e-5 that interpolation has. A NaN at a sample goes into all sums with a weight for it.
 *
 * @throws {NeurarrowError} `length-mismatch` when the matrix has other rows or columns,
 *   `channel-missing`, `channel-ambiguous`; `stage-options` when an electrode has no place or there
 *   are fewer than three
 * @see mne.io.Raw.interpolate_to
 */
export const project = defineStage({
  use: 'project',
  title: 'Make channels as weighted sums of others, or bring them to another montage',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/0013-4694(89)90180-6'],
  options,
  needs: ({ matrix }): Readonly<Record<string, Need>> =>
    matrix ? { weights: { table: 'numbers', path: matrix } } : {},
  shape: (input, { to, matrix }) => ({
    ...input,
    channels: to,
    issues: matrix ? [] : placeIssues(to),
  }),
  contextS: () => 0,
  run(input, given, { tables }) {
    const table = input as Signals
    const known = new Map<string, Mixer>()
    const segments = segmentsOf(table).map((segment) => {
      const key = segment.channels.join('\n')
      const mixer = known.get(key) ?? mixerOf(table, segment, given, tables.weights)
      known.set(key, mixer)
      const { samples, values } = segment
      const rows = new Float32Array(mixer.rows.length * samples)
      for (const [i, c] of mixer.rows.entries()) {
        rows.set(values.subarray(c * samples, (c + 1) * samples), i * samples)
      }
      const made = mixChannels(mixer.weights, rows, samples)
      return { ...segment, channels: given.to, values: made }
    })
    return withChannels(table, segments)
  },
})

function placeIssues(to: readonly string[]): ShapeIssue[] {
  const places = electrodePositions(to)
  return to.flatMap((name, i) => {
    const message = `the 10-05 system has no place for ${name}`
    return Number.isNaN(places[3 * i]) ? [{ path: ['to', i], message }] : []
  })
}

/** Rows of a segment, and the weights, shape [D, rows], that they are summed with. */
interface Mixer {
  readonly rows: readonly number[]
  readonly weights: Float64Array
}

function mixerOf(
  table: Signals,
  { channels, recording }: Segment,
  { to, from, matrix }: Options,
  weights: Table | undefined,
): Mixer {
  const facts = { stage: 'project', recording }
  const rows = from ? matchChannels(channels, from, facts) : channels.map((_, c) => c)
  if (matrix && weights) {
    const found = matrixOf(weights as Table<'features'>)
    if (found.rows !== to.length || found.cols !== rows.length) {
      const expected = [to.length, rows.length]
      fail('length-mismatch', { ...facts, matrix, expected, found: [found.rows, found.cols] })
    }
    return { rows, weights: Float64Array.from(found.values) }
  }
  const places = scalpPlaces(table, channels)
  const known = rows.filter((c) => !Number.isNaN(places[3 * c]))
  const wanted = electrodePositions(to)
  const missing = to.filter((_, i) => Number.isNaN(wanted[3 * i]))
  if (known.length < 3 || missing.length > 0) {
    const remedy = 'name electrodes of the 10-05 system'
    fail('stage-options', { ...facts, missing, electrodes: known.length, remedy })
  }
  const at = Float64Array.from(known.flatMap((c) => [...places.subarray(3 * c, 3 * c + 3)]))
  return { rows: known, weights: sphericalSpline(at, wanted) }
}

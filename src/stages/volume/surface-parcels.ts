import * as z from 'zod'
import { fail } from '../../errors.ts'
import { parcelMeans } from '../../kernels/parcel-series.ts'
import { defineStage } from '../../stage.ts'
import { type Segment, segmentsOf, withChannels } from '../../tables/signals.ts'
import { labelTablesOf } from '../../tables/surface.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Averages the vertices and voxels of each label of a surface atlas (`.label.gii`, `.dlabel.nii`):
 * a row a label, in ascending order of labels, under the atlas's names.
 *
 * Rows are matched by name (`CORTEX_LEFT:12`). Label 0 and labels called `???` are background. NaN
 * in one vertex makes its parcel NaN in that sample.
 *
 * @throws {NeurarrowError} `channel-missing` when the atlas knows none of the rows or lacks one,
 *   `stage-options` for a file without labels or such a map
 */
export const surfaceParcels = defineStage({
  use: 'surfaceParcels',
  title: 'Average the vertices of each label of a surface atlas',
  reads: ['signals'],
  writes: 'signals',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    atlas: z.string().min(1).meta({ description: 'label file of the data set' }),
    map: z
      .int()
      .min(0)
      .default(0)
      .meta({ unit: '1', description: 'which map of the file, from 0' }),
  }),
  needs: ({ atlas }) => ({ atlas: { table: 'image', path: atlas } }),
  shape: (input) => ({ ...input, channels: undefined }),
  run(input, { atlas: file, map }, { tables }) {
    const signals = input as Table<'signals'>
    if (signals.rows === 0) return signals
    const atlas = tables.atlas as Table<'signals'>
    const names = labelTablesOf(atlas ?? fail('internal', { missing: file }))[map]
    if (names === undefined) {
      return fail('stage-options', { stage: 'surfaceParcels', atlas: file, map, labels: 0 })
    }
    const labelOf = labelsByChannel(atlas, map)
    return withChannels(
      signals,
      segmentsOf(signals).map((segment) => ({ ...segment, ...parcelled(segment, labelOf, names) })),
    )
  },
})

function labelsByChannel(atlas: Table<'signals'>, map: number): Map<string, number> {
  const [{ channels, values, samples }] = segmentsOf(atlas)
  return new Map(channels.map((channel, c) => [channel, values[c * samples + map]]))
}

function parcelled(
  { channels, values, samples, recording }: Segment,
  labelOf: ReadonlyMap<string, number>,
  names: Readonly<Record<string, string>>,
) {
  const missing = channels.filter((channel) => !labelOf.has(channel))
  if (missing.length > 0) {
    const facts = { stage: 'surfaceParcels', recording, count: missing.length }
    fail('channel-missing', { ...facts, missing: missing.slice(0, 5) })
  }
  const isParcel = (label: number) => label !== 0 && (names[label] ?? '???') !== '???'
  const found = channels.map((channel) => labelOf.get(channel) ?? 0)
  const labels = [...new Set(found)].filter(isParcel).sort((a, b) => a - b)
  const index = new Map(labels.map((label, k) => [label, k]))
  const parcelOf = Int32Array.from(found, (label) => index.get(label) ?? -1)
  const scans = transposed(values, channels.length, samples)
  return {
    channels: labels.map((label) => names[label]),
    values: parcelMeans(scans, parcelOf, labels.length),
  }
}

/** Shape [T, C] of [C, T]. */
function transposed(values: Float32Array, rows: number, samples: number): Float32Array {
  const out = new Float32Array(values.length)
  for (let r = 0; r < rows; r++) {
    for (let t = 0; t < samples; t++) out[t * rows + r] = values[r * samples + t]
  }
  return out
}

import * as z from 'zod'
import { defineStage } from '../../stage.ts'
import { makeFeatures } from '../../tables/features.ts'
import { labelNames } from '../../tables/keys.ts'
import { requireOwnTimes } from '../../tables/own-times.ts'
import { repeatKeys, type Segment, segmentsOf } from '../../tables/signals.ts'
import { type Table, textOf, wordsOf } from '../../tables/table.ts'

/**
 * Cuts a run into segments of scans: a row a segment, whose features are the channels of its first
 * scan, then those of its second, and so on. The label `moment` says which moment of which run it
 * is, the same for everybody, so that segments can be matched across people; of segments that
 * overlap it names the first and the last scan, by which `segmentAccuracy` knows them. Scans after
 * the last whole segment are dropped. A run that is shorter than a segment gives no row. Scans are
 * counted from the beginning of the recording, also where some were left out.
 *
 * @throws {NeurarrowError} `stage-options` when censored scans were closed up before
 * @see Chen et al. (2015), Advances in Neural Information Processing Systems 28
 */
export const segments = defineStage({
  use: 'segments',
  title: 'Cut a run into segments of scans that can be matched across people',
  reads: ['signals'],
  writes: 'features',
  scope: 'recording',
  version: 3,
  options: z.strictObject({
    scans: z.int().min(1).default(10).meta({ unit: 'scans', description: 'length of a segment' }),
    strideScans: z
      .int()
      .min(1)
      .optional()
      .meta({ unit: 'scans', description: 'from one segment to the next; the length by default' }),
  }),
  shape: () => ({ kind: 'features' }),
  run(input, { scans, strideScans = scans }) {
    const signals = input as Table<'signals'>
    requireOwnTimes(signals, 'segments')
    const runs = wordsOf(signals, 'run')
    const rows = segmentsOf(signals).flatMap((block) => {
      const count = Math.max(0, Math.floor((block.samples - scans) / strideScans) + 1)
      return Array.from({ length: count }, (_, i) => ({ block, first: i * strideScans, i }))
    })
    const channels = rows[0]?.block.channels ?? []
    const width = scans * channels.length
    const values = new Float32Array(rows.length * width)
    rows.forEach(({ block, first }, r) => {
      for (let t = 0, to = r * width; t < scans; t++) {
        for (let c = 0; c < channels.length; c++) {
          values[to++] = block.values[c * block.samples + first + t]
        }
      }
    })
    const time = (at: number) => (r: (typeof rows)[number]) =>
      r.block.startS + (r.first + at) / r.block.rateHz
    const spans = {
      window: Int32Array.from(rows, scanOf),
      startS: Float64Array.from(rows, time(0)),
      endS: Float64Array.from(rows, time(scans)),
    }
    const scan = (at: number) => String(at).padStart(5, '0')
    const last = (first: number) => (strideScans < scans ? `-${scan(first + scans - 1)}` : '')
    const name = (row: (typeof rows)[number]) =>
      `${runs[row.block.from]}:${scan(scanOf(row))}${last(scanOf(row))}`
    const keys = repeatKeys(
      signals,
      rows.map(({ block }) => block.from),
    )
    const { grid, notes } = signals.meta
    const labels = [...labelNames(signals).filter((label) => label !== 'moment'), 'moment']
    return makeFeatures({ ...keys, moment: textOf(rows.map(name)) }, spans, values, {
      labels: JSON.stringify(labels),
      depth: String(Math.max(1, channels.length)),
      names: JSON.stringify(namesOf(channels, scans)),
      ...(grid === undefined || scans > 1 ? {} : { grid }),
      ...(notes === undefined ? {} : { notes }),
    })
  },
})

/** Which scan of the recording is the first of a row. */
function scanOf({ block, first }: { block: Segment; first: number }): number {
  return first + Math.max(0, Math.round(block.startS * block.rateHz))
}

/** Names of the channels; with several scans, of each channel in each scan. */
function namesOf(channels: readonly string[], scans: number): string[] {
  if (scans === 1) return [...channels]
  return Array.from({ length: scans }, (_, t) => t).flatMap((t) =>
    channels.map((channel) => `${channel} scan ${t}`),
  )
}

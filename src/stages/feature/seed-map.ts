import * as z from 'zod'
import { fail } from '../../errors.ts'
import { correlation } from '../../kernels/correlation.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment, Signals } from '../../tables/signals.ts'
import { voxelPlaces } from '../../tables/voxel-places.ts'
import { windowFeatures } from '../../tables/window-features.ts'

const options = z
  .strictObject({
    mm: z
      .tuple([z.number(), z.number(), z.number()])
      .optional()
      .meta({ unit: 'mm', description: 'centre of the seed' }),
    radiusMm: z
      .number()
      .positive()
      .default(6)
      .meta({ unit: 'mm', description: 'how far from the centre a voxel of the seed lies' }),
    channels: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'the seed by name, instead of a place' }),
    fisherZ: z
      .boolean()
      .default(false)
      .meta({ description: 'take the inverse hyperbolic tangent of correlations' }),
  })
  .refine(({ mm, channels }) => (mm === undefined) !== (channels === undefined), {
    error: 'exactly one of mm and channels is needed',
  })

/**
 * Correlates each voxel or parcel with the mean of a seed, which is channels by name or the voxels
 * of a mask within a radius of a place.
 *
 * `fisherZ` clips correlations to +-0.999999 first. A constant channel has NaN.
 *
 * @throws {NeurarrowError} `channel-missing`, `stage-options` when the seed has no voxel or the
 *   channels are no voxels, `length-mismatch`, `rates-differ`, `signal-too-short`
 * @see nilearn.maskers.NiftiSpheresMasker and numpy.corrcoef
 */
export const seedMap = defineStage({
  use: 'seedMap',
  title: 'Correlate each channel with the mean of a seed',
  reads: ['signals', 'windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options,
  run(input, given) {
    const signals = input as Signals
    const segments = alikeWindows(signals, 'seedMap')
    const [first] = segments
    if (!first) return windowFeatures(signals, [], new Float32Array(0), { names: [] })
    const { channels } = first
    const seed = given.channels
      ? namedSeed(channels, given.channels)
      : placedSeed(signals, channels, given)
    const values = new Float32Array(segments.length * channels.length)
    segments.forEach((segment, i) => {
      values.set(correlations(segment, seed, given.fisherZ), i * channels.length)
    })
    return windowFeatures(signals, segments, values, { names: channels, unit: '1' })
  },
})

function namedSeed(channels: readonly string[], names: readonly string[]): number[] {
  const missing = names.filter((name) => !channels.includes(name))
  if (missing.length > 0) fail('channel-missing', { stage: 'seedMap', missing })
  return names.map((name) => channels.indexOf(name))
}

function placedSeed(
  { meta }: Signals,
  channels: readonly string[],
  { mm, radiusMm }: z.output<typeof options>,
): number[] {
  const places = voxelPlaces({ meta: { ...meta, names: JSON.stringify(channels) } })
  if (!places || !mm) fail('stage-options', { stage: 'seedMap', remedy: 'mask gives voxels' })
  const apart = (v: number) => Math.hypot(...mm.map((at, axis) => at - places.mm[3 * v + axis]))
  const seed = channels.flatMap((_, v) => (apart(v) <= radiusMm * (1 + 1e-9) ? [v] : []))
  if (seed.length === 0) fail('stage-options', { stage: 'seedMap', mm, radiusMm, voxels: 0 })
  return seed
}

function correlations({ values, samples, channels }: Segment, seed: number[], fisherZ: boolean) {
  const mean = new Float64Array(samples)
  for (const v of seed) {
    for (let t = 0; t < samples; t++) mean[t] += values[v * samples + t] / seed.length
  }
  return Float64Array.from(channels, (_, v) => {
    const r = correlation(values.subarray(v * samples, (v + 1) * samples), mean)
    return fisherZ ? Math.atanh(Math.max(-0.999999, Math.min(0.999999, r))) : r
  })
}

import * as z from 'zod'
import { fail } from '../../errors.ts'
import { concordance } from '../../kernels/concordance.ts'
import { spheres } from '../../kernels/spheres.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Signals } from '../../tables/signals.ts'
import { voxelPlaces } from '../../tables/voxel-places.ts'
import { windowFeatures } from '../../tables/window-features.ts'

/**
 * Regional homogeneity: how much each voxel and its neighbours rise and fall together, Kendall's W
 * from 0 to 1. Neighbours are those whose centres lie within a radius in voxels: 1 gives 7 of them,
 * itself included, 1.5 gives 19, 1.8 gives 27. A voxel without neighbours has 0.
 *
 * @throws {NeurarrowError} `stage-options` when the channels are not voxels of a mask,
 *   `length-mismatch`, `rates-differ`, `signal-too-short`
 * @see Zang et al. (2004), NeuroImage 22(1):394-400, doi:10.1016/j.neuroimage.2003.12.030
 */
export const reho = defineStage({
  use: 'reho',
  title: 'Regional homogeneity of each voxel and its neighbours',
  reads: ['signals', 'windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2003.12.030'],
  options: z.strictObject({
    radius: z
      .number()
      .min(1)
      .default(1.8)
      .meta({ unit: 'voxels', description: 'how far a neighbour lies away at most' }),
  }),
  run(input, { radius }) {
    const signals = input as Signals
    const segments = alikeWindows(signals, 'reho')
    const [first] = segments
    if (!first) return windowFeatures(signals, [], new Float32Array(0), { names: [] })
    const { channels } = first
    const places = voxelPlaces({ meta: { ...signals.meta, names: JSON.stringify(channels) } })
    if (!places) fail('stage-options', { stage: 'reho', remedy: 'the stage mask gives voxels' })
    const indices = Float64Array.from(channels.flatMap((name) => name.split(',').map(Number)))
    const around = spheres(indices, radius)
    const values = new Float32Array(segments.length * channels.length)
    segments.forEach((segment, i) => {
      const found = concordance(segment.values, around)
      const isAlone = (v: number) => around.starts[v + 1] - around.starts[v] < 2
      values.set(
        found.map((w, v) => (isAlone(v) ? 0 : w)),
        i * channels.length,
      )
    })
    const table = windowFeatures(signals, segments, values, { names: channels, unit: '1' })
    return table
  },
})

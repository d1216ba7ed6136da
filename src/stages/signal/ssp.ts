import * as z from 'zod'
import { fail } from '../../errors.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { outsideSpan } from '../../kernels/outside-span.ts'
import { defineStage } from '../../stage.ts'
import { withNote } from '../../tables/note.ts'
import { type Projection, projectionsOf, withProjections } from '../../tables/projections.ts'
import { sensorsOf } from '../../tables/sensors.ts'
import { type Signals, segmentsOf, withSamples } from '../../tables/signals.ts'

/**
 * Projects out what the projections of a recording's own file span: signal-space projection against
 * fields from outside, eye blinks or heartbeats, or an average reference.
 *
 * Projections that are applied already are left. Channels that a recording marks as bad, or that
 * are not there, have no part in them: what is left of the vectors is made orthonormal again. A
 * note says which were applied; a recording without any passes.
 *
 * @throws {NeurarrowError} `stage-options` for a name that a recording with projections lacks
 * @see Uusitalo & Ilmoniemi (1997), Med. Biol. Eng. Comput. 35:135-140, doi:10.1007/BF02534144;
 *   `mne.io.Raw.apply_proj`
 */
export const ssp = defineStage({
  use: 'ssp',
  title: 'Apply the projections that a recording comes with',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1007/BF02534144'],
  options: z.strictObject({
    names: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: 'which projections are applied; all by default' }),
  }),
  contextS: () => 0,
  run(input, { names }) {
    const table = input as Signals
    const all = projectionsOf(table)
    if (all.length === 0) return table
    const known = all.map(({ name }) => name)
    const missing = names?.filter((name) => !known.includes(name)) ?? []
    if (missing.length > 0) fail('stage-options', { stage: 'ssp', missing, known })
    const chosen = all.filter(({ name, active }) => !active && (names?.includes(name) ?? true))
    if (chosen.length === 0) return table
    const sensors = sensorsOf(table)
    const blocks = segmentsOf(table).map(({ channels, values, samples }) => {
      const good = channels.map((name) => sensors[name]?.bad !== true)
      const vectors = chosen.flatMap((one) => vectorsOn(channels, good, one))
      const matrix = outsideSpan(Float64Array.from(vectors.flat()), channels.length)
      return mixChannels(matrix, values, samples)
    })
    const applied = all.map((one) => (chosen.includes(one) ? { ...one, active: true } : one))
    const out = withProjections(withSamples(table, blocks), applied)
    const says = 'projections were applied'
    return withNote(out, { stage: 'ssp', says, names: chosen.map(({ name }) => name) })
  },
})

/** The vectors of a projection on the channels of a block; 0 on bad ones and on others. */
function vectorsOn(
  channels: readonly string[],
  good: readonly boolean[],
  { channels: own, vectors }: Projection,
): number[][] {
  const places = channels.map((name, c) => (good[c] ? own.indexOf(name) : -1))
  return vectors.map((vector) => places.map((at) => (at < 0 ? 0 : vector[at])))
}

import * as z from 'zod'
import { fail } from '../../errors.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { restReference } from '../../kernels/rest-reference.ts'
import { subtractReference } from '../../kernels/subtract-reference.ts'
import { defineStage } from '../../stage.ts'
import { brainRows, putRows, withRows } from '../../tables/brain-channels.ts'
import { matchChannels } from '../../tables/channel.ts'
import { withNote } from '../../tables/note.ts'
import { sensorsOf } from '../../tables/sensors.ts'
import {
  type Segment,
  type SegmentSamples,
  type Signals,
  segmentsOf,
  withChannels,
  withSamples,
} from '../../tables/signals.ts'
import { bipolarMontages, montageNames, type Pair } from './bipolar-montages.ts'
import { placedElectrodes, placeIssues } from './placed-electrodes.ts'
import { shaftChannels } from './shaft-channels.ts'
import { type Contact, shaftPairs } from './shaft-contacts.ts'

const name = z.string().min(1)
const options = z.strictObject({
  to: z
    .union([z.enum(['average', 'averageOfType', 'rest']), z.array(name).min(1)])
    .optional()
    .meta({
      description:
        'average: the mean of all channels is subtracted; averageOfType: of those of its type ' +
        '(EEG, magnetometer, ...); rest: a point at infinity, by a model of the head; a list: of ' +
        'those channels. Channels of the eyes, the heart and the like stay as they are',
    }),
  bipolar: z
    .union([z.enum(montageNames), z.array(z.tuple([name, name])).min(1)])
    .optional()
    .meta({
      description:
        'pairs [anode, cathode] whose differences replace the channels, or a montage by its name',
    }),
  shaft: z
    .enum(['bipolar', 'laplacian'])
    .optional()
    .meta({
      description:
        'depth electrodes (A1, A2, ...): differences of neighbours on a shaft, or each contact ' +
        'less the mean of its neighbours; channels of type SEEG or ECOG alone where there are some',
    }),
})
type Options = z.output<typeof options>

/**
 * Re-references channels of one rate: `to` subtracts the mean of all channels, of those of a type,
 * or of those named, and keeps them all. Channels of the eyes, the heart, a stimulus and the like,
 * by the type that their file states, are not in the mean and stay as they are. `bipolar` leaves
 * only the differences anode - cathode, named `anode-cathode`; `shaft` does so along depth
 * electrodes.
 *
 * `rest` (reference electrode standardization) adds to the average reference what dipoles in a head
 * of four spheres, which explain it best, leave on the scalp in the mean. Every channel must be an
 * electrode with a place, of the file or of the 10-05 system; a NaN makes all channels NaN there.
 *
 * The mean is over the reference channels that are finite at a sample, so NaN stays in its row.
 * Types are those that the file states; without them all channels are of one. A contact at the end
 * of a shaft has one neighbour; contacts without one are dropped. Of channels that no type places
 * inside the head, those of a shaft that may be a row of the 10-20 system (Fp1 and Fp2) are no
 * contacts: a note says so.
 *
 * @throws {NeurarrowError} `channel-missing`, `channel-ambiguous`; `stage-options` for an average
 *   of several types (a mean of potentials and fields means nothing), when no two contacts are
 *   neighbours for certain, and for `rest` with the channels that have no place
 * @see mne.set_eeg_reference, mne.set_bipolar_reference; Yao (2001), Physiol. Meas. 22(4):693-711,
 *   doi:10.1088/0967-3334/22/4/305; Li et al. (2018), NeuroImage 183:327-335,
 *   doi:10.1016/j.neuroimage.2018.08.020 (references of stereo-EEG)
 */
export const reference = defineStage({
  use: 'reference',
  title: 'Change the reference of the channels',
  reads: ['signals', 'windows'],
  writes: 'same',
  scope: 'recording',
  version: 3,
  options: options.refine(
    ({ to, bipolar, shaft }) => [to, bipolar, shaft].filter((given) => given).length === 1,
    { error: 'exactly one of to, bipolar and shaft is needed' },
  ),
  shape(input, given) {
    if (given.to === 'rest') return { ...input, issues: placeIssues(input, ['to']) }
    if (given.shaft) return { ...input, channels: undefined }
    const { bipolar } = given
    return bipolar ? { ...input, channels: pairsOf(bipolar).map(pairName) } : input
  },
  contextS: () => 0,
  run(input, given) {
    const table = input as Signals
    const segments = segmentsOf(table)
    const { to } = given
    if (to === undefined) {
      const { noted, derived } = derivations(table, segments, given)
      const isSame = derived.every((s, i) => s.channels.join() === segments[i].channels.join())
      if (!isSame) return withChannels(noted, derived)
      return withSamples(
        noted,
        derived.map(({ values }) => values),
      )
    }
    if (to === 'rest') return withSamples(table, atInfinity(table, segments))
    return withSamples(
      table,
      segments.map((segment) => subtracted(table, segment, to)),
    )
  },
})

function pairsOf(bipolar: NonNullable<Options['bipolar']>): readonly Pair[] {
  return typeof bipolar === 'string' ? bipolarMontages[bipolar] : bipolar
}

function pairName([anode, cathode]: Pair): string {
  return `${anode}-${cathode}`
}

/** Samples of each segment by REST; weights are made once for each list of channels. */
function atInfinity(table: Signals, segments: readonly Segment[]): Float32Array[] {
  const known = new Map<string, Float64Array>()
  return segments.map((segment) => {
    const key = segment.channels.join('\n')
    const weights = known.get(key) ?? restReference(placedElectrodes(table, segment, 'reference'))
    known.set(key, weights)
    return mixChannels(weights, segment.values, segment.samples)
  })
}

function subtracted(
  table: Signals,
  segment: Segment,
  to: Exclude<Options['to'], undefined | 'rest'>,
): Float32Array {
  const { channels, values, recording } = segment
  const facts = { stage: 'reference', option: 'to', recording }
  const rows = brainRows(table, channels, facts)
  if (typeof to !== 'string') {
    const all = subtractReference(values, channels.length, find(segment, to))
    return putRows(segment, rows, withRows({ ...segment, values: all }, rows).values)
  }
  const sensors = sensorsOf(table)
  const typeOf = (row: number) => sensors[channels[row]]?.type
  const types = [...new Set(rows.map(typeOf))]
  if (to === 'average' && types.length > 1) {
    const remedy = 'take averageOfType, or pick channels of one type'
    fail('stage-options', { ...facts, types: types.map((type) => type ?? 'unknown'), remedy })
  }
  return types.reduce((out, type) => {
    const own = rows.filter((row) => typeOf(row) === type)
    const part = withRows(segment, own).values
    const all = own.map((_, c) => c)
    return putRows({ ...segment, values: out }, own, subtractReference(part, own.length, all))
  }, values)
}

/** The derived channels of each segment, and a note on channels that are no certain contacts. */
function derivations(table: Signals, segments: readonly Segment[], { bipolar, shaft }: Options) {
  if (bipolar) {
    return { noted: table, derived: segments.map((own) => differences(own, pairsOf(bipolar))) }
  }
  const sensors = sensorsOf(table)
  const left = new Set<string>()
  const derived = segments.map((segment) => {
    const types = segment.channels.map((own) => sensors[own]?.type)
    const { contacts, scalp } = shaftChannels(segment.channels, types)
    if (contacts.length === 0) failShaft(segment, scalp)
    for (const own of scalp) left.add(own)
    return alongShafts(segment, contacts, shaft)
  })
  if (left.size === 0) return { noted: table, derived }
  const says = 'channels with names of the 10-20 system were not taken for contacts of a shaft'
  return { noted: withNote(table, { stage: 'reference', says, channels: [...left] }), derived }
}

function failShaft({ recording, channels }: Segment, scalp: readonly string[]): never {
  const facts = { stage: 'reference', option: 'shaft', recording }
  if (scalp.length === 0) {
    const says = 'no two channels are neighbours on a shaft, as A1 and A2 are'
    return fail('stage-options', { ...facts, says, channels })
  }
  const says =
    'all neighbours have names of the 10-20 system: nothing says that they lie on a shaft'
  const remedy = 'types (SEEG, ECOG) in channels.tsv, or in front of the names: SEEG F1'
  return fail('stage-options', { ...facts, says, channels: scalp, remedy })
}

function alongShafts(
  segment: Segment,
  contacts: readonly Contact[],
  shaft: Options['shaft'],
): SegmentSamples {
  const { channels } = segment
  if (shaft === 'bipolar') return differences(segment, shaftPairs(channels, contacts))
  const weights = new Float64Array(contacts.length * channels.length)
  for (const [d, { channel, beside }] of contacts.entries()) {
    weights[d * channels.length + channel] = 1
    for (const other of beside) weights[d * channels.length + other] = -1 / beside.length
  }
  const values = mixChannels(weights, segment.values, segment.samples)
  return { ...segment, channels: contacts.map((contact) => contact.name), values }
}

function differences(segment: Segment, pairs: readonly Pair[]): SegmentSamples {
  const { samples, values } = segment
  const anodes = find(
    segment,
    pairs.map(([anode]) => anode),
  )
  const cathodes = find(
    segment,
    pairs.map(([, cathode]) => cathode),
  )
  const out = new Float32Array(pairs.length * samples)
  for (let p = 0; p < pairs.length; p++) {
    const a = anodes[p] * samples
    const c = cathodes[p] * samples
    for (let t = 0; t < samples; t++) out[p * samples + t] = values[a + t] - values[c + t]
  }
  return { ...segment, channels: pairs.map(pairName), values: out }
}

function find(segment: Segment, wanted: readonly string[]): number[] {
  const { channels, recording } = segment
  return matchChannels(channels, wanted, { stage: 'reference', recording })
}

import * as z from 'zod'
import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { type SensorType, sensorTypes } from '../tables/sensors.ts'
import { channelType, microvoltsPer } from './edf-channel.ts'
import { readJsonObject } from './json.ts'
import type { SampledChannel } from './sampled-recording.ts'
import { withSibling } from './source.ts'

const types = sensorTypes.filter((type) => type !== 'annotations')

const name = z.string().min(1)
const channelSchema = z.union([
  name,
  z.strictObject({ name, type: z.enum(types).optional(), unit: z.string().optional() }),
])
const label = z.union([z.string(), z.number()])

const factsSchema = z.strictObject({
  rateHz: z.number().positive(),
  unit: z.string(),
  channels: z.array(channelSchema).min(1).optional(),
  array: name.optional(),
  labels: z
    .union([
      z.array(label),
      z.strictObject({ array: name, names: z.record(z.string(), z.string()).optional() }),
    ])
    .optional(),
  events: z
    .array(z.strictObject({ onsetS: z.number(), durationS: z.number().min(0), label: z.string() }))
    .optional(),
})

/**
 * What the JSON file beside an array or a table of numbers says of it.
 *
 * `rateHz` and `unit` (of all channels without their own) are needed; `channels` are names, or
 * objects with `name`, `type` and `unit`, in the order of the rows. `array` names the array of an
 * `.npz` with the samples. `labels` has a word or number for each window of an array [N, C, T], or
 * names an array of the `.npz` and what its numbers are called. `events` have onset, duration and
 * label.
 */
export type ArrayFacts = z.output<typeof factsSchema>

/** The name of the file beside: that of the array with `.json` for its ending. */
export function factsName(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '.json')
}

/**
 * Reads the JSON file beside a recording.
 *
 * @throws {NeurarrowError} `file-missing` saying what the file must hold; `file-corrupt` with what
 *   is wrong in it
 */
export async function readFacts(source: Source): Promise<ArrayFacts> {
  const wanted = factsName(source.name)
  return withSibling(source, wanted, async (sibling) => {
    const members = await readJsonObject(sibling)
    const parsed = factsSchema.safeParse(members)
    if (parsed.success) return parsed.data
    const [{ path, message }] = parsed.error.issues
    const facts = { file: sibling.name, byte: 0, member: path.join('.') }
    return fail('file-corrupt', { ...facts, found: message })
  }).catch((thrown) => {
    if (thrown?.code !== 'file-missing') throw thrown
    const remedy = `${wanted} beside it must say rateHz, unit and channels`
    return fail('file-missing', { file: wanted, of: source.name, remedy }, thrown)
  })
}

/** A channel with the factor that brings its numbers to its unit. */
export type ScaledChannel = SampledChannel & { readonly gain: number }

/**
 * The channels that the facts describe; volts of any prefix become microvolts.
 *
 * @throws {NeurarrowError} `file-corrupt` when two have one name
 */
export function channelsOf({ channels = [], unit }: ArrayFacts, file: string): ScaledChannel[] {
  const names = new Set<string>()
  return channels.map((channel) => {
    const told = typeof channel === 'string' ? { name: channel } : channel
    if (names.has(told.name)) {
      fail('file-corrupt', { file, byte: 0, member: 'channels', found: told.name })
    }
    names.add(told.name)
    return scaledChannel(told, unit)
  })
}

/** A channel in its own unit, or in that of the recording. */
export function scaledChannel(
  told: { readonly name: string; readonly type?: SensorType; readonly unit?: string },
  unit: string,
): ScaledChannel {
  const own = told.unit ?? unit
  const gain = microvoltsPer(own)
  const type = told.type ?? channelType(told.name, own)
  return { name: told.name, type, unit: gain === undefined ? own : 'uV', gain: gain ?? 1 }
}

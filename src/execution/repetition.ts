import { NeurarrowError } from '../errors.ts'
import { readerFor } from '../io/index.ts'
import { withFile } from '../io/source.ts'
import type { PlannedRecording } from '../pipeline/planned-recording.ts'

/** Headers hold times as 32-bit numbers, s. */
const sameS = 1e-3

/** How many recordings of one time are named. */
const named = 3

/**
 * The time between scans that the header of a recording states, s.
 *
 * @returns `undefined` for what is no series of volumes, for a header without a time, and for one
 *   that cannot be read, which is found when the recording is
 */
export async function repetitionOf(path: string): Promise<number | undefined> {
  try {
    const reader = readerFor(path)
    if (reader.writes !== 'volumes') return undefined
    const info = await withFile(path, (source) => reader.inspect(source))
    return 'trS' in info && info.trS > 0 ? info.trS : undefined
  } catch (thrown) {
    if (thrown instanceof NeurarrowError) return undefined
    throw thrown
  }
}

/**
 * What a run says of recordings whose scans are not equally far apart: each time, how many have it
 * and the first of them; nothing when all agree.
 */
export function repetitionRemarks(planned: readonly PlannedRecording[]): string[] {
  const groups: { readonly trS: number; readonly names: string[] }[] = []
  for (const { trS, recording } of planned) {
    if (trS === undefined) continue
    const group = groups.find((one) => Math.abs(one.trS - trS) <= sameS)
    if (group) group.names.push(recording.recording)
    else groups.push({ trS, names: [recording.recording] })
  }
  if (groups.length < 2) return []
  const words = groups
    .sort((a, b) => b.names.length - a.names.length || a.trS - b.trS)
    .map(({ trS, names }) => `${trS} s in ${listed(names)}`)
  return [`the time between scans differs between recordings: ${words.join('; ')}`]
}

function listed(names: readonly string[]): string {
  const more = names.length - named
  const first = names.slice(0, named).join(', ')
  return more > 0 ? `${first} and ${more} more` : first
}

import { readerFor } from '../io/index.ts'
import { withFile } from '../io/source.ts'
import type { Extent } from '../pipeline/blocks.ts'
import { matchChannels } from '../tables/channel.ts'
import { bytesOfFiles, filesBeside } from './recording-files.ts'

/** Smaller files are not worth a second look at their header, bytes. */
const longFromBytes = 32 * 1024 * 1024

/**
 * The extent of a recording that may be cut into blocks: a large file, uninterrupted, whole, and
 * with one rate in the channels that are read.
 *
 * @param channels those that are read; all without it
 * @returns `undefined` for any other recording; what is wrong with it is found when it is read
 */
export async function extentOf(
  path: string,
  channels: readonly string[] | undefined,
): Promise<Extent | undefined> {
  const reader = readerFor(path)
  if (reader.writes !== 'signals') return undefined
  if (bytesOfFiles([path, ...(await filesBeside(path))]) < longFromBytes) return undefined
  const info = await withFile(path, (source) => reader.inspect(source))
  if (!('segments' in info) || info.segments.length !== 1 || info.truncated) return undefined
  const signals = info.channels.filter(({ type }) => type !== 'annotations')
  const names = signals.map(({ name }) => name)
  const known = channels?.every((name) => tryMatch(names, name)) ?? true
  const read = channels && known ? matchChannels(names, channels).map((c) => signals[c]) : signals
  const rates = new Set(read.map(({ rateHz }) => rateHz))
  const [rateHz] = rates
  const [{ startS, durationS }] = info.segments
  return known && rates.size === 1 ? { startS, endS: startS + durationS, rateHz } : undefined
}

/** A channel that is missing or ambiguous is reported by the reader, with the recording's name. */
function tryMatch(names: readonly string[], wanted: string): boolean {
  try {
    return matchChannels(names, [wanted]).length === 1
  } catch {
    return false
  }
}

import { fail } from '../errors.ts'
import { channelKey, matchChannels } from '../tables/channel.ts'

/** A channel that is wanted: its place in the file, and the name it gets. */
export interface ChosenRow {
  readonly name: string
  readonly at: number
}

/**
 * The asked channels under the asked names, or all.
 *
 * @param available names in the file, unique
 * @throws {NeurarrowError} `channel-missing`; `channel-ambiguous`, also for a name that the file
 *   has several times, so that its channels were numbered
 */
export function chosenRows(
  available: readonly string[],
  channels: readonly string[] | undefined,
  file: string,
): ChosenRow[] {
  if (channels === undefined) return available.map((name, at) => ({ name, at }))
  for (const name of channels) refuseRepeated(name, available, file)
  const found = matchChannels(available, channels, { file })
  return found.map((at, i) => ({ name: channels[i], at }))
}

/** A name whose channels were numbered is ambiguous, not missing. */
function refuseRepeated(name: string, available: readonly string[], file: string): void {
  if (available.includes(name)) return
  const key = channelKey(name)
  const numbered = available.filter((other) => {
    return /-\d+$/.test(other) && channelKey(other.replace(/-\d+$/, '')) === key
  })
  if (numbered.length > 1) fail('channel-ambiguous', { file, channel: name, channels: numbered })
}

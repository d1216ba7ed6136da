import { fail } from '../errors.ts'

/** Names of the older 10-20 system, and what the 10-10 system calls these places. */
const newer: Readonly<Record<string, string>> = { t3: 't7', t4: 't8', t5: 'p7', t6: 'p8' }

/**
 * A channel's name as it is compared: without case, spaces, full stops at the end, the EDF type in
 * front (`EEG Fp1`) and the reference behind (`-REF`, `-LE`, `-AVG`), and with T3, T4, T5, T6 of
 * the older 10-20 system as T7, T8, P7, P8. `A2-A1` stays itself: only known reference words are
 * removed.
 */
export function channelKey(name: string): string {
  const bare = name.trim().replace(/^(EEG|ECG|EOG|EMG|MEG|SEEG|ECOG|POL)[\s_]+/i, '')
  const key = bare
    .replace(/-(REF|LE|AVG|AR)$/i, '')
    .replace(/\s+|\.+$/g, '')
    .toLowerCase()
  return newer[key] ?? key
}

/**
 * Finds the asked channels among those a recording has.
 *
 * An exact name wins over an equal key, so duplicate keys are only an error when no name is exact.
 *
 * @param available the recording's channel names
 * @param wanted the names asked for
 * @returns for each wanted name, its index in `available`
 * @throws {NeurarrowError} `channel-missing` with all that are missing, or `channel-ambiguous`
 */
export function matchChannels(
  available: readonly string[],
  wanted: readonly string[],
  facts: Record<string, unknown> = {},
): number[] {
  const keys = available.map(channelKey)
  const found = wanted.map((name) => {
    const exact = available.indexOf(name)
    if (exact >= 0) return exact
    const key = channelKey(name)
    const first = keys.indexOf(key)
    if (first >= 0 && keys.indexOf(key, first + 1) >= 0) {
      const channels = available.filter((_, i) => keys[i] === key)
      fail('channel-ambiguous', { ...facts, channel: name, channels })
    }
    return first
  })
  const missing = wanted.filter((_, i) => found[i] < 0)
  if (missing.length > 0) fail('channel-missing', { ...facts, missing, available })
  return found
}

import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import type { CtfHeader } from './ctf-header.ts'

const mostBytes = 16 * 1024 * 1024

/**
 * Reads the markers of a CTF recording (`MarkerFile.mrk`): for each name a list of trials, from 0,
 * and of times from their trigger, s. Events are in the order of time, of one time in that of the
 * file.
 *
 * @throws {NeurarrowError} `file-corrupt` with the line, `file-too-large`
 * @see `mne.io.read_raw_ctf`
 */
export async function readCtfMarkers(source: Source, header: CtfHeader): Promise<Event[]> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: 0, size, most: mostBytes })
  const { rateHz, trialSamples, before } = header
  const lines = Buffer.from(await source.read(0, size))
    .toString('latin1')
    .split(/\r?\n/)
  const events: Event[] = []
  let label: string | undefined
  for (let i = 0; i < lines.length; i++) {
    if (lines[i].startsWith('NAME:')) label = lines[i + 1]?.trim()
    if (!lines[i].startsWith('LIST OF SAMPLES:') || label === undefined) continue
    // a line of titles follows, and then a marker a line up to an empty one
    for (i += 2; i < lines.length && lines[i].trim() !== ''; i++) {
      const [trial, timeS] = lines[i].trim().split(/\s+/).map(Number)
      if (!Number.isInteger(trial) || !Number.isFinite(timeS)) {
        fail('file-corrupt', { file, line: i + 1, found: lines[i].slice(0, 80) })
      }
      const onsetS = (trial * trialSamples + before) / rateHz + timeS
      events.push({ onsetS, durationS: 0, label })
    }
  }
  return events.sort((a, b) => a.onsetS - b.onsetS)
}

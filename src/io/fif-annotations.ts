import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import { blocksOf, type FifBlock, fif, fifBlock, tagOf } from './fif-tags.ts'
import { fifNames, fifNumbers } from './fif-values.ts'

/** When a recording begins, as annotations need it. */
export interface FifStart {
  /** Seconds since 1970 of the measurement; absent in files without a date. */
  readonly startedS?: number
  /** The first sample, s after the measurement began. */
  readonly firstS: number
}

/**
 * Reads the annotations of a FIF file, with onsets from its first sample.
 *
 * Onsets are stored from the date of the annotations where both that and the date of the recording
 * are known, from the first sample where only the recording has a date, and else, in a recording
 * without a date, from the moment that samples are numbered from.
 *
 * @throws {NeurarrowError} `file-corrupt` when onsets, ends and texts are not equally many, or a
 *   time is not finite
 * @see `mne.io.read_raw_fif`
 */
export async function fifAnnotations(
  source: Source,
  root: FifBlock,
  start: FifStart,
): Promise<Event[]> {
  const [block] = blocksOf(root, fifBlock.annotations)
  const [onsetTag, endTag] = [tagOf(block, fif.baselineMin), tagOf(block, fif.baselineMax)]
  if (block === undefined || onsetTag === undefined || endTag === undefined) return []
  const onsets = await fifNumbers(source, onsetTag)
  const ends = await fifNumbers(source, endTag)
  const texts = await fifNames(source, tagOf(block, fif.comment))
  const facts = { file: source.name, byte: onsetTag.at }
  if (ends.length !== onsets.length || texts.length !== onsets.length) {
    fail('file-corrupt', {
      ...facts,
      onsets: onsets.length,
      ends: ends.length,
      texts: texts.length,
    })
  }
  const dateTag = tagOf(block, fif.measDate)
  const [seconds, micros = 0] = dateTag ? await fifNumbers(source, dateTag) : []
  const shiftS = shiftOf(seconds === undefined ? undefined : seconds + micros / 1e6, start)
  return onsets.map((onset, i) => {
    const durationS = ends[i] - onset
    if (!Number.isFinite(onset) || !(durationS >= -1e-6 && Number.isFinite(durationS))) {
      fail('file-corrupt', { ...facts, onset, end: ends[i] })
    }
    return { onsetS: onset + shiftS, durationS: Math.max(0, durationS), label: texts[i] }
  })
}

/** What is added to stored onsets, s. */
function shiftOf(datedS: number | undefined, { startedS, firstS }: FifStart): number {
  if (startedS === undefined) return -firstS
  return datedS === undefined ? 0 : datedS - startedS - firstS
}

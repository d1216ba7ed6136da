import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import { numbersIn, readTsv, type Tsv, toNumber, wordsIn } from './tsv.ts'

/**
 * Reads the events of a recording: columns `onset` and `duration` in s, and one for the label.
 *
 * A duration that is `n/a` is 0. An event without a label is left out: it is of no kind. Columns
 * other than onset and duration become fields of the event.
 *
 * @param label the column of the label; without it `trial_type`, or `value` where there is none
 * @returns in the order of the file
 * @throws {NeurarrowError} `column-missing`; `file-corrupt` with the line of an onset that is no
 *   number or a duration below 0
 * @see BIDS specification 1.10, "Task events"
 */
export async function readEvents(source: Source, label?: string): Promise<Event[]> {
  const tsv = await readTsv(source)
  const isBare = !tsv.columns.includes('trial_type') && tsv.columns.includes('value')
  const column = label ?? (isBare ? 'value' : 'trial_type')
  const onsetS = numbersIn(tsv, 'onset')
  const durationS = numbersIn(tsv, 'duration')
  const others = tsv.columns
    .filter((name) => name !== 'onset' && name !== 'duration')
    .map((name) => [name, wordsIn(tsv, name)] as const)
  return wordsIn(tsv, column).flatMap((word, row) => {
    const duration = Number.isNaN(durationS[row]) ? 0 : durationS[row]
    if (!Number.isFinite(onsetS[row]) || !(duration >= 0 && Number.isFinite(duration))) {
      const facts = { file: tsv.file, line: tsv.lines[row] }
      fail('file-corrupt', { ...facts, onset: onsetS[row], duration })
    }
    if (word === undefined) return []
    const fields = Object.fromEntries(others.map(([name, cells]) => [name, cells[row] ?? '']))
    const own = { onsetS: onsetS[row], durationS: duration, label: word }
    return [others.length > 0 ? { ...own, fields } : own]
  })
}

/** Facts about a subject by column; a cell that is `n/a` is absent. */
export type Participant = Readonly<Record<string, string | number>>

/**
 * Reads facts about subjects: a table whose column `participant_id`, or else its first one, names
 * the subject. A column is numeric when all its cells that are not `n/a` are numbers.
 *
 * @throws {NeurarrowError} `file-corrupt` with the line of a subject that is missing or named twice
 * @see BIDS specification 1.10, "Participants file"
 */
export async function readParticipants(source: Source): Promise<ReadonlyMap<string, Participant>> {
  const tsv = await readTsv(source)
  const { file, columns, lines } = tsv
  const key = columns.includes('participant_id') ? 'participant_id' : columns[0]
  const facts = columns
    .filter((name) => name !== key)
    .map((name) => [name, cells(tsv, name)] as const)
  const participants = new Map<string, Participant>()
  for (const [row, subject] of wordsIn(tsv, key).entries()) {
    if (subject === undefined || participants.has(subject)) {
      fail('file-corrupt', { file, line: lines[row], column: key, found: subject ?? 'n/a' })
    }
    const own = facts.flatMap(([name, values]) => {
      const value = values[row]
      return value === undefined ? [] : [[name, value] as const]
    })
    participants.set(subject, Object.fromEntries(own))
  }
  return participants
}

function cells(tsv: Tsv, column: string): readonly (string | number | undefined)[] {
  const words = wordsIn(tsv, column)
  const numbers = words.map((word) => (word === undefined ? undefined : toNumber(word)))
  const numeric = numbers.every(
    (value, row) => (value === undefined) === (words[row] === undefined),
  )
  return numeric ? numbers : words
}

/** A channel as `*_channels.tsv` describes it. */
export interface BidsChannel {
  readonly name: string
  /** In upper case: EEG, EOG, MISC, ... */
  readonly type: string
  readonly unit: string
  /** Absent where the file does not say. */
  readonly status?: 'good' | 'bad'
}

/**
 * Reads the channels of a recording: `name`, `type`, `units` and, where there is one, `status`.
 *
 * @throws {NeurarrowError} `column-missing`; `file-corrupt` with the line of a channel without name
 * @see BIDS specification 1.10, "Channels description"
 */
export async function readChannels(source: Source): Promise<BidsChannel[]> {
  const tsv = await readTsv(source)
  const types = wordsIn(tsv, 'type')
  const units = wordsIn(tsv, 'units')
  const statuses = tsv.columns.includes('status') ? wordsIn(tsv, 'status') : []
  return wordsIn(tsv, 'name').map((name, row) => {
    if (name === undefined) {
      fail('file-corrupt', { file: tsv.file, line: tsv.lines[row], column: 'name' })
    }
    return {
      name,
      type: (types[row] ?? 'misc').toUpperCase(),
      unit: units[row] ?? '',
      ...statusOf(statuses[row]),
    }
  })
}

function statusOf(word: string | undefined): Pick<BidsChannel, 'status'> {
  if (word === undefined) return {}
  return { status: word === 'bad' ? 'bad' : 'good' }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../errors.ts'
import { type Participant, readParticipants } from '../io/bids.ts'
import { withFile } from '../io/source.ts'
import type { DatasetCard } from './card.ts'

/** What the participants file says of a subject. */
export type Participants = (column: string, subject: string) => string | number | null

/**
 * Reads the participants file of a card that takes labels from it.
 *
 * What is asked for a subject that the file lacks, or whose cell is `n/a`, is null in a column of
 * numbers and `n/a` in one of words.
 *
 * @param allowAbsent whether the file may be absent, then there are no such labels
 * @returns `undefined` when no label needs the file
 * @throws {NeurarrowError} `dataset-incomplete` without the file, `column-missing` on asking
 */
export async function participantsOf(
  card: DatasetCard,
  root: string,
  allowAbsent = false,
): Promise<Participants | undefined> {
  const needed = Object.values(card.labels).some((label) => 'participants' in label)
  if (!needed || card.participants === undefined) return undefined
  const { path } = card.participants
  const file = join(root, path)
  if (!existsSync(file)) {
    if (allowAbsent) return undefined
    const remedy = `\`neurarrow fetch ${card.name}\` completes it`
    fail('dataset-incomplete', { dataset: card.name, root, missing: [path], remedy })
  }
  const people = await withFile(file, readParticipants)
  return (column, subject) => people.get(subject)?.[column] ?? missing(people, column, file)
}

function missing(people: ReadonlyMap<string, Participant>, column: string, file: string) {
  const someone = [...people.values()].find((facts) => facts[column] !== undefined)
  if (someone === undefined) {
    const columns = new Set([...people.values()].flatMap((facts) => Object.keys(facts)))
    fail('column-missing', { file, column, columns: [...columns] })
  }
  return typeof someone[column] === 'number' ? null : 'n/a'
}

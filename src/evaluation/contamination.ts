import { naturalOrder } from '../kernels/natural-order.ts'

/** A model that has met the evaluated data before. */
export interface Contamination {
  readonly model: string
  readonly dataset: string
  /** The tested subjects it was trained on; left out when its card does not say which it saw. */
  readonly subjects?: readonly string[]
}

/** What was evaluated. */
export interface Evaluated {
  readonly dataset: string
  /** Other names that papers use for the data set. */
  readonly aliases?: readonly string[]
  /** Subjects that were tested in any fold. */
  readonly subjects: readonly string[]
}

/** A data set a model was trained on: all of it, or the subjects and ranges `A..B` it has seen. */
export type Seen = string | Readonly<Record<string, string | readonly string[]>>

/**
 * The models that were trained on people they are now tested on, by what their cards say.
 *
 * Names of data sets are compared without case, spaces and punctuation. A card that names a data
 * set without subjects has seen all of them. A range holds the names that lie between its ends in
 * natural order.
 */
export function contaminationOf(
  evaluated: Evaluated,
  models: readonly { readonly name: string; readonly pretraining: readonly Seen[] }[],
): Contamination[] {
  const { dataset } = evaluated
  const names = new Set([dataset, ...(evaluated.aliases ?? [])].map(plain))
  return models.flatMap(({ name: model, pretraining }) => {
    const met = pretraining.flatMap(entriesOf).filter(([name]) => names.has(plain(name)))
    if (met.length === 0) return []
    if (met.some(([, subjects]) => subjects === undefined)) return [{ model, dataset }]
    const parts = met.flatMap(([, subjects = []]) => subjects)
    const subjects = evaluated.subjects.filter((subject) => isAmong(subject, parts))
    return subjects.length > 0 ? [{ model, dataset, subjects }] : []
  })
}

function entriesOf(seen: Seen): [string, readonly string[] | undefined][] {
  if (typeof seen === 'string') return [[seen, undefined]]
  return Object.entries(seen).map(([name, subjects]) => [name, [subjects].flat()])
}

function isAmong(subject: string, parts: readonly string[]): boolean {
  return parts.some((part) => {
    const [from, to] = part.split('..').map((end) => end.trim())
    if (to === undefined) return subject === from
    return naturalOrder(from, subject) <= 0 && naturalOrder(subject, to) <= 0
  })
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

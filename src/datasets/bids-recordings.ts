import { fail } from '../errors.ts'
import { bidsName } from './bids-name.ts'
import type { DatasetCard } from './card.ts'
import type { Fields } from './pattern.ts'

/** The folder that recordings are taken from: that of derivatives, or `''` for the root. */
export function bidsBase({ recordings: { bids } }: DatasetCard): string {
  return typeof bids === 'object' ? (bids.derivatives?.replace(/\/$/, '') ?? '') : ''
}

/**
 * Makes a function that reads the fields of a recording from its path in a BIDS data set; they are
 * those of `bidsName`.
 *
 * @throws {NeurarrowError} of the function: `dataset-invalid` when the recording lies in the folder
 *   of another subject or session than its name says
 */
export function bidsFieldReader(card: DatasetCard): (path: string) => Fields | undefined {
  const base = bidsBase(card)
  const { bids } = card.recordings
  const ending = typeof bids === 'object' ? bids.ending : undefined
  const from = base === '' ? 0 : base.length + 1
  return (path) => {
    if (base !== '' && !path.startsWith(`${base}/`)) return undefined
    const inside = path.slice(from)
    const fields = bidsName(inside, card.modality, ending)
    if (fields === undefined) return undefined
    const steps = inside.split('/').slice(0, -1)
    const due = [['sub-', fields.subject] as const, ['ses-', fields.session] as const]
    for (const [prefix, own] of due) {
      const found = steps.find((step) => step.startsWith(prefix))
      if (found === undefined || found === own) continue
      fail('dataset-invalid', { file: card.file, path, expected: own, found })
    }
    return fields
  }
}

/** Entities of which several may stand for one recording, processed in several ways. */
const ways = ['space', 'res', 'den', 'desc'] as const

/**
 * Refuses a data set in which one recording is there several times, in several spaces for instance.
 *
 * @throws {NeurarrowError} `dataset-invalid` naming two of the files and what tells them apart
 */
export function refuseAlternatives(
  card: DatasetCard,
  named: readonly { readonly fields: Fields; readonly relativePath: string }[],
): void {
  const first = new Map<string, { readonly fields: Fields; readonly relativePath: string }>()
  for (const one of named) {
    const { entities = '' } = one.fields
    const same = entities.replace(new RegExp(`_(?:${ways.join('|')})-[A-Za-z0-9+]+`, 'g'), '')
    const other = first.get(same)
    if (other !== undefined && other.fields.entities !== entities) {
      const apart = ways.filter((way) => other.fields[way] !== one.fields[way])
      const paths = [other.relativePath, one.relativePath]
      const remedy = `choose by \`where: { ${apart[0]}: ${other.fields[apart[0]] ?? '...'} }\``
      fail('dataset-invalid', { file: card.file, says: 'one recording twice', paths, remedy })
    }
    first.set(same, one)
  }
}

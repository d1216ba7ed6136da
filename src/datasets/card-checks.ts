import type * as z from 'zod'
import { didYouMean } from '../kernels/nearest-name.ts'
import { reservedColumns } from '../tables/kind.ts'
import { bidsEntities, bidsFields } from './bids-name.ts'
import type { CardFacts } from './card-schema.ts'
import { compilePattern, insidePath, templateFields } from './pattern.ts'
import { sumsOf } from './sums.ts'

type Path = readonly (string | number)[]
type Report = (path: Path, message: string) => void

/** Fields that every path has beside those of the pattern. */
export const pathFields: readonly string[] = ['stem', 'folder']

/** Fields that templates of companion files may use beside those of the path. */
export const keyFields: readonly string[] = ['subject', 'session', 'run', 'recording']

/** What the schema alone cannot say of a card; each mistake becomes an issue at its place. */
export function checkCard(card: CardFacts, context: z.RefinementCtx<CardFacts>): void {
  const report: Report = (path, message) =>
    context.addIssue({ code: 'custom', path: [...path], message })
  checkSource(card, report)
  const fields = checkPattern(card, report)
  if (fields !== undefined) checkTemplates(card, fields, report)
  checkLabels(card, fields, report)
}

function checkSource({ source }: CardFacts, report: Report): void {
  if (source === undefined) return
  const kinds = [source.files, source.sums, source.generate].filter((kind) => kind !== undefined)
  if (kinds.length !== 1) report(['source'], 'exactly one of files, sums and generate is needed')
  source.files?.forEach(({ path }, i) => {
    attempt(() => insidePath(path), ['source', 'files', i, 'path'], report)
  })
  if (source.sums !== undefined) {
    const { sums } = source
    attempt(() => sumsOf(sums), ['source', 'sums'], report)
  }
  for (const name of templateFields(source.url ?? '')) {
    if (name !== 'path') report(['source', 'url'], `there is no field {${name}}, only {path}`)
  }
}

/** The fields of the card's paths; `undefined` when the pattern is wrong. */
function checkPattern({ recordings }: CardFacts, report: Report): string[] | undefined {
  const { pattern, bids } = recordings
  if ((pattern === undefined) === (bids === undefined)) {
    report(['recordings'], 'exactly one of pattern and bids is needed')
    return undefined
  }
  if (pattern === undefined) return [...bidsFields, ...bidsEntities, ...pathFields]
  try {
    return [...compilePattern(pattern).fields, ...pathFields]
  } catch (error) {
    report(['recordings', 'pattern'], messageOf(error))
    return undefined
  }
}

function checkTemplates(card: CardFacts, fields: readonly string[], report: Report): void {
  const check = (path: Path, text: string | undefined, known: readonly string[]) => {
    for (const name of templateFields(text ?? '')) {
      if (known.includes(name)) continue
      report(path, `there is no field {${name}}${didYouMean(name, known)}`)
    }
  }
  for (const key of keyFields) {
    check(['recordings', key], card.recordings[key as 'subject'], fields)
  }
  for (const key of Object.keys(card.recordings.where)) {
    if (fields.includes(key)) continue
    report(['recordings', 'where', key], `there is no field {${key}}${didYouMean(key, fields)}`)
  }
  const all = [...fields, ...keyFields]
  const { bids } = card.recordings
  if (typeof card.events === 'object' && 'path' in card.events) {
    check(['events', 'path'], card.events.path, all)
  } else if (typeof card.events === 'object' && bids === undefined) {
    report(['events', 'bids'], 'recordings are not named as BIDS has it: say path')
  }
  if (card.confounds && card.confounds.path === undefined && bids === undefined) {
    report(['confounds'], 'recordings are not named as BIDS has it: say path')
  }
  check(['confounds', 'path'], card.confounds?.path, all)
}

function checkLabels(card: CardFacts, fields: readonly string[] | undefined, report: Report): void {
  for (const [name, label] of Object.entries(card.labels)) {
    if (reservedColumns.includes(name)) {
      report(['labels', name], `"${name}" is the name of a column that tables use themselves`)
    }
    if ('participants' in label && card.participants === undefined) {
      report(['labels', name, 'participants'], 'the card has no participants file')
    }
    if ('from' in label && fields !== undefined && !fields.includes(label.from)) {
      const near = didYouMean(label.from, fields)
      report(['labels', name, 'from'], `there is no field {${label.from}}${near}`)
    }
  }
  const { bids } = card.recordings
  const derivatives = typeof bids === 'object' ? bids.derivatives : undefined
  if (derivatives !== undefined) {
    attempt(() => insidePath(derivatives), ['recordings', 'bids', 'derivatives'], report)
  }
  const file = card.participants?.path
  if (file !== undefined) attempt(() => insidePath(file), ['participants', 'path'], report)
}

function attempt(action: () => unknown, path: Path, report: Report): void {
  try {
    action()
  } catch (error) {
    report(path, messageOf(error))
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

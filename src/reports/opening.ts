import type { AnyRecord } from '../store/run.ts'
import { html, type Markup } from './markup.ts'
import { countText } from './wording.ts'

/** The address of a part of the page within it, and what it is called. */
export type PartLink = readonly [id: string, name: string]

/**
 * The head of a report: which run it is of, its title, what it says first, and links to its parts.
 *
 * @param lead paragraphs below the title
 * @param own links to the parts that come before those that every report has
 */
export function openingOf(record: AnyRecord, lead: Markup, own: readonly PartLink[]): Markup {
  const { pipeline, title, key, startedAt, status } = record
  const day = startedAt.slice(0, 16).replace('T', ' ')
  const links: readonly PartLink[] = [
    ...own,
    ['plan', 'Plan'],
    ['data', 'Data'],
    ['timings', 'Time'],
    ...(record.cards ? [['cards', 'Cards'] as const] : []),
    ['methods', 'Methods'],
    ['versions', 'To run it again'],
  ]
  return html`<header><p class="kicker">${pipeline} · ${key.slice(0, 8)} · ${day} UTC${
    status === 'done' ? '' : ` · ${status}`
  }</p><h1>${title || pipeline}</h1>
${lead}
<nav aria-label="Parts of this report">${links.map(
    ([id, name]) => html`<a href="#${id}">${name}</a>`,
  )}</nav></header>
`
}

/** How much a run is of: rows, recordings, subjects and the data set. */
export function extentOf({ rows, recordings, subjects, dataset }: AnyRecord['data']): Markup {
  return html`${countText(rows, 'row')} from ${countText(recordings, 'recording')} of
${countText(subjects, 'subject')} (${dataset})`
}

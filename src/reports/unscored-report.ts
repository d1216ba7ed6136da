import type { UnscoredRecord } from '../store/run.ts'
import { html, type Markup } from './markup.ts'
import { page } from './page.ts'
import { cardsSection } from './section-cards.ts'
import { contentsSection } from './section-contents.ts'
import { methodsSection, versionsSection } from './section-methods.ts'
import { planSection } from './section-plan.ts'
import { dataSection, failuresSection, timingsSection } from './section-run.ts'
import { type Figures, signalSection } from './section-signal.ts'
import { countText } from './wording.ts'

/**
 * Renders a run without `evaluate` as one HTML file that stands by itself, as `renderReport` does:
 * what its rows hold, its figures, and how they were made.
 *
 * @param figures numbers of the figures that the record names, by name
 */
export function renderUnscored(record: UnscoredRecord, figures: Figures): string {
  return page({
    title: record.title || record.pipeline,
    opening: opening(record),
    body: html`${signalSection(record, figures)}${contentsSection(figures)}
${failuresSection(record)}${planSection(record)}${dataSection(record)}${timingsSection(record)}
${cardsSection(record)}${methodsSection(record)}${versionsSection(record)}`,
    closing: 'Made by neurarrow from run.json and the figures that lie beside this file.',
  })
}

function opening(record: UnscoredRecord): Markup {
  const { pipeline, title, key, startedAt, data, status, figures = [] } = record
  const day = startedAt.slice(0, 16).replace('T', ' ')
  const isDrawn = figures.some(({ use }) => use !== 'contents')
  return html`<header><p class="kicker">${pipeline} · ${key.slice(0, 8)} · ${day} UTC${
    status === 'done' ? '' : ` · ${status}`
  }</p><h1>${title || pipeline}</h1>
<p class="lead">${countText(data.rows, 'row')} from ${countText(data.recordings, 'recording')} of
${countText(data.subjects, 'subject')} (${data.dataset}). The pipeline has no
<code>evaluate</code>: nothing was fitted on one group and tested on another, and there is no
score.</p>
<nav aria-label="Parts of this report">${[
    ...(isDrawn ? [['signals', 'What was found']] : []),
    ...(figures.some(({ use }) => use === 'contents') ? [['contents', 'Rows']] : []),
    ['plan', 'Plan'],
    ['data', 'Data'],
    ['timings', 'Time'],
    ...(record.cards ? [['cards', 'Cards']] : []),
    ['methods', 'Methods'],
    ['versions', 'To run it again'],
  ].map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav></header>
`
}

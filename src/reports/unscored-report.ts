import type { UnscoredRecord } from '../store/run.ts'
import { html, type Markup } from './markup.ts'
import { extentOf, openingOf } from './opening.ts'
import { page } from './page.ts'
import { cardsSection } from './section-cards.ts'
import { contentsSection } from './section-contents.ts'
import { methodsSection, versionsSection } from './section-methods.ts'
import { planSection } from './section-plan.ts'
import { dataSection, failuresSection, timingsSection } from './section-run.ts'
import { type Figures, signalSection } from './section-signal.ts'

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
  const { data, figures = [] } = record
  const lead = html`<p class="lead">${extentOf(data)}. The pipeline has no
<code>evaluate</code>: nothing was fitted on one group and tested on another, and there is no
score.</p>`
  const isDrawn = figures.some(({ use }) => use !== 'contents')
  const isTold = figures.some(({ use }) => use === 'contents')
  return openingOf(record, lead, [
    ...(isDrawn ? [['signals', 'What was found'] as const] : []),
    ...(isTold ? [['contents', 'Rows'] as const] : []),
  ])
}

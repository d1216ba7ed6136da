import type { Certificate } from '../evaluation/certificate.ts'
import type { RunRecord } from '../store/run.ts'
import type { Table } from '../tables/table.ts'
import { html, type Markup } from './markup.ts'
import { page } from './page.ts'
import { answersSection } from './section-answers.ts'
import { cardsSection } from './section-cards.ts'
import { certificateSection } from './section-certificate.ts'
import { confidenceSection } from './section-confidence.ts'
import { controlsSection } from './section-controls.ts'
import { curveSection } from './section-curve.ts'
import { methodsSection, versionsSection } from './section-methods.ts'
import { modelsMap, modelsSection } from './section-models.ts'
import { planSection } from './section-plan.ts'
import { dataSection, failuresSection, timingsSection } from './section-run.ts'
import { groupsSection, headlineSection, plural } from './section-scores.ts'
import { type Figures, signalSection } from './section-signal.ts'
import { transferSection } from './section-transfer.ts'
import { countText } from './wording.ts'

/**
 * Renders a run as one HTML file that stands by itself: style and charts are inline, nothing is
 * loaded, no script runs. The same record, predictions and figures give the same text.
 *
 * @param figures numbers of the figures that the record names, by name
 */
export function renderReport(
  record: RunRecord,
  predictions: Table<'predictions'>,
  figures: Figures = new Map(),
): string {
  const models = modelsSection(record, figures)
  return page({
    title: record.title || record.pipeline,
    opening: opening(record, models.markup !== ''),
    body: html`${headlineSection(record)}${groupsSection(record)}${transferSection(record)}
${controlsSection(record)}${curveSection(record)}
${answersSection(record, predictions)}${confidenceSection(record)}${models}
${signalSection(record, figures)}
${certificateSection(record.certificate)}${failuresSection(record)}${planSection(record)}
${dataSection(record)}${timingsSection(record)}${cardsSection(record)}
${methodsSection(record)}${versionsSection(record)}`,
    closing: 'Made by neurarrow from run.json and predictions.arrow, which lie beside this file.',
  })
}

function opening(record: RunRecord, hasModels: boolean): Markup {
  const { pipeline, title, key, startedAt, certificate, data, folds, status } = record
  const clean = certificate.clean ? 'clean' : 'unclean'
  const day = startedAt.slice(0, 16).replace('T', ' ')
  const unit = plural(certificate.unit)
  const tested = new Set(folds.flatMap((fold) => fold.test)).size
  return html`<header><p class="kicker">${pipeline} · ${key.slice(0, 8)} · ${day} UTC${
    status === 'done' ? '' : ` · ${status}`
  }</p><h1>${title || pipeline}</h1>
<p class="lead">${countText(data.rows, 'row')} from ${countText(data.recordings, 'recording')} of
${countText(data.subjects, 'subject')} (${data.dataset}).
${countText(tested, certificate.unit, unit)}
${tested === 1 ? 'was' : 'were'} tested in ${countText(folds.length, 'fold')}${
    certificate.clean && withoutText(certificate, tested)
  }.
<a class="badge ${clean}" href="#certificate">${
    certificate.clean ? 'clean certificate' : 'certificate not clean'
  }</a></p>
<nav aria-label="Parts of this report">${[
    ['scores', 'Scores'],
    ['groups', `Each ${certificate.unit}`],
    ['answers', 'Answers'],
    ...confidenceLink(record),
    ...(hasModels ? [['models', 'Models']] : []),
    ...(record.figures || record.maps?.some(({ use }) => use !== modelsMap)
      ? [['signals', 'Signals']]
      : []),
    ['certificate', 'Certificate'],
    ['plan', 'Plan'],
    ['data', 'Data'],
    ['timings', 'Time'],
    ...(record.cards ? [['cards', 'Cards']] : []),
    ['methods', 'Methods'],
    ['versions', 'To run it again'],
  ].map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav></header>
`
}

/** What a clean certificate lets one say of the tested groups. */
function withoutText({ calibration, unit }: Certificate, tested: number): string {
  if (calibration === undefined) {
    return `, each by a model fitted without ${tested === 1 ? 'it' : 'them'}`
  }
  const whose = tested === 1 ? `that ${unit}’s` : `their own`
  return `, each by a model that saw declared rows of ${whose}, none of which is tested`
}

function confidenceLink({ calibration, coverage = [] }: RunRecord): string[][] {
  return calibration || coverage.length > 0 ? [['confidence', 'Confidence']] : []
}

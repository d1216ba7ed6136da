import type { Certificate } from '../evaluation/certificate.ts'
import type { RunRecord } from '../store/run.ts'
import type { Table } from '../tables/table.ts'
import { html, type Markup } from './markup.ts'
import { extentOf, openingOf, type PartLink } from './opening.ts'
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
  const { certificate, data, folds } = record
  const clean = certificate.clean ? 'clean' : 'unclean'
  const unit = plural(certificate.unit)
  const tested = new Set(folds.flatMap((fold) => fold.test)).size
  const lead = html`<p class="lead">${extentOf(data)}.
${countText(tested, certificate.unit, unit)}
${tested === 1 ? 'was' : 'were'} tested in ${countText(folds.length, 'fold')}${
    certificate.clean && withoutText(certificate, tested)
  }.
<a class="badge ${clean}" href="#certificate">${
    certificate.clean ? 'clean certificate' : 'certificate not clean'
  }</a></p>`
  const hasSignals = record.figures || record.maps?.some(({ use }) => use !== modelsMap)
  return openingOf(record, lead, [
    ['scores', 'Scores'],
    ['groups', `Each ${certificate.unit}`],
    ['answers', 'Answers'],
    ...confidenceLink(record),
    ...(hasModels ? [['models', 'Models'] as const] : []),
    ...(hasSignals ? [['signals', 'Signals'] as const] : []),
    ['certificate', 'Certificate'],
  ])
}

/** What a clean certificate lets one say of the tested groups. */
function withoutText({ calibration, unit }: Certificate, tested: number): string {
  if (calibration === undefined) {
    return `, each by a model fitted without ${tested === 1 ? 'it' : 'them'}`
  }
  const whose = tested === 1 ? `that ${unit}’s` : `their own`
  return `, each by a model that saw declared rows of ${whose}, none of which is tested`
}

function confidenceLink({ calibration, coverage = [] }: RunRecord): PartLink[] {
  return calibration || coverage.length > 0 ? [['confidence', 'Confidence']] : []
}

import type { Certificate, FittedEntry } from '../evaluation/certificate.ts'
import { html, type Markup } from './markup.ts'
import { grid, section } from './section.ts'
import { plural } from './section-scores.ts'
import { countText, listText, optionsText } from './wording.ts'

/** What may be believed and why, in plain words, with who was fitted on whom. */
export function certificateSection(certificate: Certificate): Markup {
  const { clean, fitted } = certificate
  const verdict = clean ? 'Clean' : 'Not clean'
  const sentences = [
    proofSentence(certificate),
    ...fittedSentences(certificate),
    transductiveSentence(certificate),
    contaminationSentence(certificate),
    ...certificate.notes,
  ]
  const rows = fitted.map(({ fold, without, stage, groups, rows: count, facts = {} }) => [
    String(fold),
    listText(without),
    stage,
    groups,
    count,
    optionsText(facts),
  ])
  const unit = plural(certificate.unit)
  const columns = ['fold', 'tested', 'fitted', `#on ${unit}`, '#on rows', 'facts']
  return section(
    'certificate',
    'Certificate',
    html`<div class="certificate ${clean ? 'clean' : 'unclean'}"><p class="verdict"><span
 aria-hidden="true">${clean ? '✓' : '✗'}</span> ${verdict}</p>
<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul></div>
${
  fitted.length > 0 &&
  html`<details><summary>Who was fitted on whom, fold by fold</summary>
${grid(columns, rows)}</details>`
}`,
  )
}

function proofSentence({ apart, folds, provedFolds, calibration }: Certificate): string {
  const { unit, gapS, columns = [] } = apart
  const other = calibration ? ' but for declared calibration rows' : ''
  const time = gapS ? `no time of a recording within ${gapS} s` : 'no time of a recording'
  const things = [unit === 'time' ? '' : `no ${unit}${other}`, ...columns.map((one) => `no ${one}`)]
  const what =
    `${[...things.filter(Boolean), time].join(', ')}, and no recording under another name are in ` +
    'both training and test rows'
  if (folds === 0) return 'Nothing was fitted or tested, so there is nothing to prove.'
  const where = folds === 1 ? 'the one fold' : `each of ${folds} folds`
  return provedFolds === folds
    ? `In ${where}, it was proved before fitting that ${what}.`
    : `Only in ${provedFolds} of ${folds} folds was it proved that ${what}.`
}

function fittedSentences({ fitted, unit }: Certificate): string[] {
  const byStage = new Map<string, FittedEntry[]>()
  for (const entry of fitted) {
    byStage.set(entry.stage, [...(byStage.get(entry.stage) ?? []), entry])
  }
  return [...byStage].map(([stage, entries]) => {
    const groups = range(entries.map((entry) => entry.groups))
    const rows = range(entries.map((entry) => entry.rows))
    const times = countText(new Set(entries.map((entry) => entry.fold)).size, 'fold')
    const noun = groups === '1' ? unit : plural(unit)
    const whom = `${groups} ${noun} (${rows} rows)`
    return `“${stage}” was fitted in ${times} on ${whom} that are not tested there.`
  })
}

function range(values: readonly number[]): string {
  const low = Math.min(...values)
  const high = Math.max(...values)
  return low === high ? String(low) : `${low} to ${high}`
}

function transductiveSentence({ transductive }: Certificate): string {
  if (transductive.length === 0) return 'No stage looks at other recordings of a tested subject.'
  return (
    `Transductive: ${listText(transductive)} ${transductive.length === 1 ? 'uses' : 'use'} all ` +
    'recordings of a subject, without labels, also when that subject is tested. Such scores need ' +
    'those recordings before the first decision.'
  )
}

function contaminationSentence({ contamination }: Certificate): string {
  if (contamination.length === 0) return 'No model is known to have been trained on these data.'
  const named = contamination.map(({ model, dataset, subjects }) => {
    const who = subjects ? `${subjects.length} of the tested subjects of ` : ''
    return `${model} was pretrained on ${who}${dataset}`
  })
  return `Contaminated: ${listText(named)}, so test subjects may not be new to it.`
}

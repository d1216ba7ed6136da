import { catalogue } from '../errors.ts'
import type { AnyRecord, RunEvaluation } from '../store/run.ts'
import { timeBars } from './chart-bars.ts'
import { html, type Markup, type Part } from './markup.ts'
import { facts, figure, grid, section } from './section.ts'
import { countText, optionsText, timeText } from './wording.ts'

/** Recordings that are not in the result, warnings and notes; nothing when there are none. */
export function failuresSection({ failures, warnings, notes, evaluation }: AnyRecord): Markup {
  if (failures.length + warnings.length + notes.length === 0) return html``
  const rows = failures.map(({ recording, code, facts: known }) => [
    recording,
    html`<code>${code}</code>`,
    catalogue[code]?.says ?? '',
    optionsText(known),
  ])
  const listed = (title: string, sentences: readonly string[]) =>
    sentences.length > 0 &&
    html`<h3>${title}</h3><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`
  return section(
    'failures',
    'Left out and remarked',
    html`${
      failures.length > 0 &&
      html`<p>${countText(failures.length, 'recording')} could not be processed and
${failures.length === 1 ? 'is' : 'are'} in no ${evaluation ? 'score' : 'table'}.</p>
${grid(['recording', 'code', 'says', 'facts'], rows)}`
    }${listed('Warnings', warnings)}${listed('Notes', notes)}`,
  )
}

/** What the rows are, and how many of each class. */
export function dataSection({ data, evaluation, folds }: AnyRecord): Markup {
  const classes = Object.entries(data.classes ?? {})
  const total = classes.reduce((sum, [, rows]) => sum + rows, 0)
  const shares = classes.map(([name, rows]) => {
    return `${name} ${rows} (${Math.round((100 * rows) / Math.max(1, total))} %)`
  })
  const foldRows = folds.map(({ fold, test, trainRows, testRows, chosen }) => [
    String(fold),
    test.join(', '),
    trainRows,
    testRows,
    chosen ? optionsText(chosen) : '–',
  ])
  return section(
    'data',
    evaluation ? 'Data and folds' : 'Data',
    html`${facts([
      ['data set', data.title ? `${data.dataset}: ${data.title}` : data.dataset],
      ['licence', data.licence],
      ['modality', data.modality],
      ['subjects', String(data.subjects)],
      ['recordings', String(data.recordings)],
      ['rows', String(data.rows)],
      ['classes', shares.join(', ')],
      ...(evaluation ? evaluationFacts(evaluation) : []),
    ])}${
      evaluation &&
      html`<details><summary>Folds</summary>${grid(
        ['fold', 'tested', '#training rows', '#test rows', 'chosen options'],
        foldRows,
      )}</details>`
    }`,
  )
}

function evaluationFacts(evaluation: RunEvaluation): [string, Part][] {
  const { target, positive, protocol, split, head, seed } = evaluation
  return [
    ['target', target],
    ['positive class', positive],
    ['protocol', protocol],
    ['split', optionsText(split)],
    ['head', [head.use, ' ', html`<code>${optionsText(head.options)}</code>`]],
    ['seed', String(seed)],
  ]
}

/** Where the time went. */
export function timingsSection({ timingsS, evaluation }: AnyRecord): Markup {
  const spans = [
    { name: 'read', seconds: timingsS.read },
    ...Object.entries(timingsS.stages).map(([name, seconds]) => ({ name, seconds })),
    { name: evaluation ? 'evaluate' : 'figures', seconds: timingsS.evaluate },
  ].flatMap(({ name, seconds }) => (seconds === undefined ? [] : [{ name, seconds }]))
  const rows = spans.map(({ name, seconds }) => [name, timeText(seconds)])
  const caption = `${timeText(timingsS.total)} in all; parts that ran side by side are added up`
  return section(
    'timings',
    'Time',
    figure(caption, timeBars('times', spans), grid(['part', '#time'], rows)),
  )
}

import { catalogue } from '../errors.ts'
import type { RunRecord } from '../store/run.ts'
import { timeBars } from './chart-bars.ts'
import { html, type Markup } from './markup.ts'
import { facts, figure, grid, section } from './section.ts'
import { countText, optionsText, timeText } from './wording.ts'

/** Recordings that are not in the result, warnings and notes; nothing when there are none. */
export function failuresSection({ failures, warnings, notes }: RunRecord): Markup {
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
${failures.length === 1 ? 'is' : 'are'} in no score.</p>
${grid(['recording', 'code', 'says', 'facts'], rows)}`
    }${listed('Warnings', warnings)}${listed('Notes', notes)}`,
  )
}

/** What the rows are, and how many of each class. */
export function dataSection({ data, evaluation, folds }: RunRecord): Markup {
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
    'Data and folds',
    html`${facts([
      ['data set', data.title ? `${data.dataset}: ${data.title}` : data.dataset],
      ['licence', data.licence],
      ['modality', data.modality],
      ['subjects', String(data.subjects)],
      ['recordings', String(data.recordings)],
      ['rows', String(data.rows)],
      ['target', evaluation.target],
      ['classes', shares.join(', ')],
      ['positive class', evaluation.positive],
      ['protocol', evaluation.protocol],
      ['split', optionsText(evaluation.split)],
      [
        'head',
        [evaluation.head.use, ' ', html`<code>${optionsText(evaluation.head.options)}</code>`],
      ],
      ['seed', String(evaluation.seed)],
    ])}<details><summary>Folds</summary>${grid(
      ['fold', 'tested', '#training rows', '#test rows', 'chosen options'],
      foldRows,
    )}</details>`,
  )
}

/** Where the time went. */
export function timingsSection({ timingsS }: RunRecord): Markup {
  const spans = [
    { name: 'read', seconds: timingsS.read },
    ...Object.entries(timingsS.stages).map(([name, seconds]) => ({ name, seconds })),
    { name: 'evaluate', seconds: timingsS.evaluate },
  ].flatMap(({ name, seconds }) => (seconds === undefined ? [] : [{ name, seconds }]))
  const rows = spans.map(({ name, seconds }) => [name, timeText(seconds)])
  const caption = `${timeText(timingsS.total)} in all; parts that ran side by side are added up`
  return section(
    'timings',
    'Time',
    figure(caption, timeBars('times', spans), grid(['part', '#time'], rows)),
  )
}

import type { RunRecord } from '../store/run.ts'
import { html, type Markup, type Part } from './markup.ts'
import { facts, section } from './section.ts'
import { plumbing } from './section-plan.ts'
import { metricTitle, plural } from './section-scores.ts'
import { countText, listText, optionsText } from './wording.ts'

/** A paragraph to start a methods section from, with the references behind it. */
export function methodsSection(record: RunRecord): Markup {
  const cites = [...new Set(record.cite)]
  return section(
    'methods',
    'Methods',
    html`<p>${methodsText(record)}</p>${
      cites.length > 0 &&
      html`<h3>References</h3>
<ol class="references">${cites.map((cite) => html`<li>${reference(cite)}</li>`)}</ol>`
    }`,
  )
}

/** What was done, in sentences made from the record. */
export function methodsText(record: RunRecord): string {
  const { data, evaluation, certificate, folds, plan, versions } = record
  const stages = plan.nodes.filter((node) => !(node.stage in plumbing))
  const steps = [...new Set(stages.map((node) => said(node.stage, node.options)))]
  const inFold = [...new Set(certificate.fitted.map((entry) => entry.stage))]
  const fitted = inFold.filter((use) => use !== evaluation.head.use)
  const behind = fitted.length > 0 ? `, behind ${listText(fitted)} fitted in the fold` : ''
  const group = certificate.unit
  const tested = folds.length === 1 ? 'one fold' : `${folds.length} folds`
  const metrics = listText(evaluation.metrics.map(metricTitle), 12)
  const classes = Object.entries(data.classes ?? {}).map(([name, rows]) => `${name}, ${rows} rows`)
  return [
    `The data set ${data.dataset} gave ${countText(data.rows, 'row')} from ` +
      `${countText(data.recordings, 'recording')} of ${countText(data.subjects, 'subject')}` +
      `${classes.length > 0 ? ` (${classes.join('; ')})` : ''}.`,
    steps.length > 0 ? `Processing: ${steps.join('; ')}.` : '',
    `The target “${evaluation.target}” was decoded by ` +
      `${said(evaluation.head.use, evaluation.head.options)} in ${tested} that keep each ` +
      `${certificate.apart.unit} together${behind}; what is fitted saw training rows only.`,
    `Scores (${metrics}) are means over ${plural(group)} with 95 % bootstrap intervals ` +
      `(bias-corrected and accelerated) over ${plural(group)}; chance levels and p values come ` +
      `from permutations of the ` +
      `labels within each ${group}. Rows of a ${group} count as exchangeable there: where ` +
      'neighbouring rows share a label, p is a lower bound. Predictions are held fixed while ' +
      'labels are shuffled, so that folds count as independent.',
    `neurarrow ${versions.neurarrow ?? ''}, seed ${evaluation.seed}.`.replace(' ,', ','),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function said(use: string, options: Readonly<Record<string, unknown>>): string {
  const text = optionsText(options)
  return text === '' ? use : `${use} (${text})`
}

/** A DOI or an https address becomes a link, anything else stays text. */
function reference(cite: string): Part {
  const doi = /^(?:doi:|https:\/\/doi\.org\/)(10\.\S+)$/i.exec(cite)
  if (doi) return html`<a href="https://doi.org/${doi[1]}">doi:${doi[1]}</a>`
  return /^https:\/\/\S+$/.test(cite) ? html`<a href="${cite}">${cite}</a>` : cite
}

/** Versions, machine, models and the commands that run it again. */
export function versionsSection(record: RunRecord): Markup {
  const { versions, platform, models, commands, key, startedAt } = record
  const { os, arch, cpu, cores, workers, device } = platform
  return section(
    'versions',
    'To run it again',
    html`<pre>${commands.join('\n')}</pre>${facts([
      ['key', html`<code>${key}</code>`],
      ['started', startedAt],
      [
        'versions',
        Object.entries(versions)
          .map(([name, at]) => `${name} ${at}`)
          .join(', '),
      ],
      ['machine', [os, arch, cpu, cores && `${cores} cores`].filter(Boolean).join(', ')],
      ['workers', workers === undefined ? undefined : String(workers)],
      ['device', device],
      ...models.map((model): [string, Part] => [
        `model ${model.name}`,
        [model.licence ? `${model.licence}, ` : '', html`<code>sha256 ${model.sha256}</code>`],
      ]),
    ])}`,
  )
}

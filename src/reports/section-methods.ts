import { headNamed } from '../pipeline/registry.ts'
import { branchSteps, type NamedSteps, stageCites } from '../pipeline/stage-cites.ts'
import type { AnyRecord, RunRecord } from '../store/run.ts'
import { html, type Markup, type Part } from './markup.ts'
import { reference } from './reference.ts'
import { facts, section } from './section.ts'
import { plumbing } from './section-plan.ts'
import { metricTitle, plural } from './section-scores.ts'
import { transferText } from './section-transfer.ts'
import { countText, listText, optionsText } from './wording.ts'

/** A paragraph to start a methods section from, with the references behind it. */
export function methodsSection(record: AnyRecord): Markup {
  const cites = [...new Set(record.cite)]
  const text = methodsText(record)
  const plain = [text, '', ...cites.map((cite, i) => `[${i + 1}] ${cite}`)].join('\n')
  return section(
    'methods',
    'Methods',
    html`<p>${text}</p>${
      cites.length > 0 &&
      html`<h3>References</h3>
<ol class="references">${cites.map((cite) => html`<li>${reference(cite)}</li>`)}</ol>`
    }<details><summary>As plain text, to paste</summary><pre>${plain}</pre></details>`,
  )
}

/**
 * What was done, in sentences made from the record; a number in brackets after a stage, head or
 * figure is that of its reference in the record, those of no stage stand with the data set.
 */
export function methodsText(record: AnyRecord): string {
  const said = sayer(record)
  const { data, plan, versions } = record
  const stages = plan.nodes.filter((node) => !(node.stage in plumbing))
  const steps = [...new Set(stages.map((node) => said.of(node.stage, node.options)))]
  const classes = Object.entries(data.classes ?? {}).map(([name, rows]) => `${name}, ${rows} rows`)
  const seed = record.evaluation ? `, seed ${record.evaluation.seed}` : ''
  return [
    `${dataText(data)}${said.others} gave ${countText(data.rows, 'row')} from ` +
      `${countText(data.recordings, 'recording')} of ${countText(data.subjects, 'subject')}` +
      `${classes.length > 0 ? ` (${classes.join('; ')})` : ''}.`,
    record.evaluation ? transferText(record) : '',
    steps.length > 0 ? `Processing: ${steps.join('; ')}.` : '',
    ...(record.evaluation ? scoringTexts(record, said) : []),
    said.figures.length > 0 ? `Figures: ${listText(said.figures, 20)}.` : '',
    `neurarrow ${versions.neurarrow ?? ''}${seed}.`.replace(' ,', ','),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

/** How it was decoded, and what the scores are. */
function scoringTexts(record: RunRecord, said: ReturnType<typeof sayer>): string[] {
  const { evaluation, certificate, folds } = record
  const inFold = [...new Set(certificate.fitted.map((entry) => entry.stage))]
  const fitted = inFold.filter((use) => use !== evaluation.head.use).map((use) => said.of(use, {}))
  const behind = fitted.length > 0 ? `, behind ${listText(fitted)} fitted in the fold` : ''
  const group = certificate.unit
  const tested = folds.length === 1 ? 'one fold' : `${folds.length} folds`
  const metrics = listText(evaluation.metrics.map(metricTitle), 12)
  const { averageOver } = evaluation
  return [
    `The target “${evaluation.target}” was decoded by ` +
      `${said.of(evaluation.head.use, evaluation.head.options)} in ${tested} that keep each ` +
      `${certificate.apart.unit} together${behind}; what is fitted saw training rows only.`,
    averageOver ? `All rows of a ${averageOver} were answered by the mean of their scores.` : '',
    `Scores (${metrics}) are means over ${plural(group)} with 95 % bootstrap intervals ` +
      `(bias-corrected and accelerated) over ${plural(group)}; chance levels and p values come ` +
      `from permutations of the ` +
      `labels within each ${group}. Rows of a ${group} count as exchangeable there: where ` +
      'neighbouring rows share a label, p is a lower bound. Predictions are held fixed while ' +
      'labels are shuffled, so that folds count as independent.',
  ]
}

function dataText({ dataset, transfer }: RunRecord['data']): string {
  return transfer ? `The data sets ${dataset} and ${transfer.dataset}` : `The data set ${dataset}`
}

type Options = Readonly<Record<string, unknown>>

/** Says stages with their options and the numbers of their references. */
function sayer(record: AnyRecord) {
  const cites = [...new Set(record.cite)]
  const head = record.evaluation?.head.use
  const known = (use: string, options: Options = {}) => [
    ...stageCites(use, options),
    ...(headNamed(use)?.cites ?? []),
  ]
  const ofNodes = record.plan.nodes.flatMap(({ stage, options }) => known(stage, options))
  const ofFitted = (record.certificate?.fitted ?? []).flatMap(({ stage }) => known(stage))
  const numbers = (wanted: readonly string[]) => {
    const found = wanted.map((cite) => cites.indexOf(cite) + 1).filter((number) => number > 0)
    return found.length === 0 ? '' : ` [${[...new Set(found)].sort((a, b) => a - b).join(', ')}]`
  }
  const papers = (options: Readonly<Record<string, unknown>>) => {
    const text = JSON.stringify(options)
    const named = record.models.filter(({ name }) => text.includes(`"${name}"`))
    return named.flatMap(({ paper }) => paper ?? [])
  }
  const drawn = record.figures?.flatMap((figure) => figure.cites) ?? []
  const all = record.models.flatMap(({ paper }) => paper ?? [])
  const taken = new Set([...ofNodes, ...ofFitted, ...(head ? known(head) : []), ...all, ...drawn])
  const of = (use: string, options: Options): string => {
    const branches = branchSteps(use, options)
    if (branches.length > 0) return `${use} of ${branches.map(branchText).join('; ')}`
    const text = optionsText(options)
    const cited = numbers([...known(use), ...papers(options)])
    return `${text === '' ? use : `${use} (${text})`}${cited}`
  }
  const branchText = ([name, steps]: NamedSteps) =>
    `${name}: ${steps.map(([use, options]) => of(use, options)).join(', ')}`
  return {
    others: numbers(cites.filter((cite) => !taken.has(cite))),
    of,
    figures: (record.figures ?? [])
      .filter(({ use }) => use !== 'contents')
      .map(({ use, cites: own }) => `${use}${numbers(own)}`),
  }
}

/** Versions, machine, models and the commands that run it again. */
export function versionsSection(record: AnyRecord): Markup {
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

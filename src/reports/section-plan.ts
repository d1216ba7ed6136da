import type { Scope } from '../stage.ts'
import type { AnyRecord, PlanNode } from '../store/run.ts'
import { planChart } from './chart-plan.ts'
import { html, type Markup } from './markup.ts'
import { figure, grid, section } from './section.ts'
import { countText, optionsText, timeText } from './wording.ts'

/** A stage with the nodes that the plan made of it. */
interface Step {
  readonly stage: string
  readonly title?: string
  readonly options: string
  readonly scope: Scope
  readonly nodes: number
  readonly cached: number
  readonly seconds: number
}

/** The plan as a list from top to bottom: what ran once per recording, per subject, per fold. */
export function planSection({ plan, folds, certificate }: AnyRecord): Markup {
  const fitted = [...new Set(certificate?.fitted.map((entry) => entry.stage))].join(' → ')
  const steps = stepsOf(plan.nodes, fitted)
  const longest = Math.max(1e-9, ...steps.map((step) => step.seconds))
  const parts: Step[][] = []
  for (const step of steps) {
    const last = parts[parts.length - 1]
    if (last?.[0].scope === step.scope) last.push(step)
    else parts.push([step])
  }
  const words: Record<Scope, string> = {
    recording: 'once for each recording',
    subject: 'once for each subject, all recordings together',
    fold: `in each of ${countText(folds.length, 'fold')}, fitted on training rows only`,
  }
  const cached = plan.nodes.filter((node) => node.cached).length
  return section(
    'plan',
    'Plan',
    html`<p class="small">${countText(plan.nodes.length, 'node')}, of which ${cached} came from the
store. Times are added up over all nodes, also over those that ran side by side.</p>
${planFigure(steps)}
<div class="plan">${parts.map(
      (part) => html`<div class="scope ${part[0].scope}"><h3>${words[part[0].scope]}</h3>
<ol>${part.map((step) => stepItem(step, longest))}</ol></div>`,
    )}</div>`,
  )
}

function planFigure(steps: readonly Step[]): Markup {
  const shown = steps.map((step) => {
    return { ...step, stage: step.stage === 'fold' && step.options ? step.options : step.stage }
  })
  const rows = shown.map(({ stage, scope, nodes, cached, seconds }) => {
    return [stage, scope, nodes, cached, timeText(seconds)]
  })
  const table = grid(['step', 'on each', '#nodes', '#stored', '#time'], rows)
  return figure('The way of the data', planChart('plan-graph', shown), table)
}

function stepItem(step: Step, longest: number): Markup {
  const { stage, title, options, nodes, cached, seconds } = step
  const share = Math.round((100 * seconds) / longest)
  const hits = cached === 0 ? '' : cached === nodes ? ', all stored' : `, ${cached} stored`
  return html`<li><div class="what"><strong>${stage}</strong>
${options && html`<code>${options}</code>`}
${title && html`<span class="small">${title}</span>`}</div>
<div class="runs">${countText(nodes, 'node')}${hits}</div>
<div class="took"><span class="meter"><span style="width:${share}%"></span></span>
${timeText(seconds)}</div></li>`
}

/** @param fitted what a fold fits, in order: a fold may be one node of several stages */
function stepsOf(nodes: readonly PlanNode[], fitted: string): Step[] {
  const steps = new Map<string, Step>()
  for (const { stage, title, options, scope, cached, seconds } of nodes) {
    const text = stage === 'fold' ? fitted : optionsText(options)
    const key = JSON.stringify([stage, text, scope])
    const says = title ?? plumbing[stage]
    const step = steps.get(key) ?? { stage, title: says, options: text, scope, ...nothing }
    steps.set(key, {
      ...step,
      nodes: step.nodes + 1,
      cached: step.cached + (cached ? 1 : 0),
      seconds: step.seconds + seconds,
    })
  }
  return [...steps.values()]
}

/** Nodes that the planner adds between the stages of a pipeline, and what they do. */
export const plumbing: Readonly<Record<string, string>> = {
  read: 'Read the recording',
  side: 'Read a second table of the recording',
  concat: 'Put the recordings of a subject together',
  only: 'Take one recording back out',
  fold: 'Fit on the training rows, predict the test rows',
}

const nothing = { nodes: 0, cached: 0, seconds: 0 }

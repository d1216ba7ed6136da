import { label, round, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { countText, timeText } from './wording.ts'

/** A kind of node of a plan. */
export interface PlanStep {
  readonly stage: string
  readonly scope: 'recording' | 'subject' | 'fold'
  readonly nodes: number
  readonly cached: number
  readonly seconds: number
}

const box = { width: 150, height: 58 }
const gap = 26
const columns = 5

/**
 * The steps of a run as boxes in their order, row after row: how many nodes, how long, and as a
 * filled share at the lower edge how many of them the store had. The colour says what a step runs
 * on: recordings, subjects or folds.
 */
export function planChart(id: string, steps: readonly PlanStep[]): Markup {
  const place = (i: number) => ({
    x: 8 + (i % columns) * (box.width + gap),
    y: 24 + Math.floor(i / columns) * (box.height + gap),
  })
  const boxes = steps.map((step, i) => stepBox(step, place(i)))
  const arrows = steps.slice(1).map((_, i) => arrow(place(i), place(i + 1)))
  const scopes = [...new Set(steps.map(({ scope }) => scope))]
  const legend = scopes.map((scope, i) => {
    const x = 8 + i * 150
    return html`<rect class="scope-${scope}" x="${x}" y="4" width="10" height="10" rx="2"/>
${writing('name', { x: x + 16, y: 13 }, `each ${scope}`)}`
  })
  const rows = Math.ceil(steps.length / columns)
  const nodes = steps.reduce((sum, step) => sum + step.nodes, 0)
  const cached = steps.reduce((sum, step) => sum + step.cached, 0)
  const [slowest] = [...steps].sort((a, b) => b.seconds - a.seconds)
  return svg({
    ...{ id, title: 'The plan with times and what was stored' },
    says:
      `${countText(nodes, 'node')}, ${cached} from the store.` +
      (slowest ? ` Longest: ${slowest.stage}, ${timeText(slowest.seconds)}.` : ''),
    width: 16 + Math.min(columns, Math.max(3, steps.length)) * (box.width + gap) - gap,
    height: 30 + rows * (box.height + gap) - gap,
    body: html`${legend}${arrows}${boxes}`,
  })
}

function stepBox(step: PlanStep, { x, y }: { x: number; y: number }): Markup {
  const { stage, scope, nodes, cached, seconds } = step
  const share = round((box.width * cached) / Math.max(1, nodes))
  const stored = cached === 0 ? '' : cached === nodes ? ', all stored' : `, ${cached} stored`
  const line = (dy: number, kind: string, text: string) =>
    writing(kind, { x: x + 8, y: y + dy }, text)
  return html`<rect class="step scope-${scope}" x="${x}" y="${y}" width="${box.width}"
 height="${box.height}" rx="5"/><rect class="stored scope-${scope}" x="${x}"
 y="${y + box.height - 4}" width="${share}" height="4"/>
${writing('panel-name', { x: x + 8, y: y + 18 }, label(stage, 20))}
${line(33, 'value', `${countText(nodes, 'node')}${stored}`)}${line(47, 'value', timeText(seconds))}`
}

type Place = { readonly x: number; readonly y: number }

/** From one box to the next: to the right, or down to the next row. */
function arrow(from: Place, to: Place): Markup {
  const middle = from.y + box.height / 2
  const right = from.x + box.width
  if (from.y === to.y) {
    return html`<path class="arrow" d="M${right + 3} ${middle}H${to.x - 4}l-5 -4m5 4l-5 4"/>`
  }
  const between = from.y + box.height + gap / 2
  const end = to.x + box.width / 2
  const start = from.x + box.width / 2
  return html`<path class="arrow"
 d="M${start} ${from.y + box.height + 3}V${between}H${end}V${to.y - 4}l-4 -5m4 5l4 -5"/>`
}

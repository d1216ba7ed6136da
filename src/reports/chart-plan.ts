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
/** Height of one more line for a name. */
const line = 13
/** Letters of a name that fit into a line of a box. */
const most = 21
const gap = 26
const columns = 5

/**
 * The steps of a run as boxes in their order, row after row: how many nodes, how long, and as a
 * filled share at the lower edge how many of them the store had. The colour says what a step runs
 * on: recordings, subjects or folds.
 */
export function planChart(id: string, steps: readonly PlanStep[]): Markup {
  const isTall = steps.some(({ stage }) => nameLines(stage).length > 1)
  const height = box.height + (isTall ? line : 0)
  const place = (i: number) => ({
    x: 8 + (i % columns) * (box.width + gap),
    y: 24 + Math.floor(i / columns) * (height + gap),
    height,
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
    height: 30 + rows * (height + gap) - gap,
    body: html`${legend}${arrows}${boxes}`,
  })
}

/** Stages of a fold, `a → b → c`, over two lines at most; what remains is cut. */
function nameLines(stage: string): string[] {
  const parts = stage.split(' → ')
  const fits = (count: number) => parts.slice(0, count).join(' → ').length + 2 <= most
  if (stage.length <= most || parts.length === 1) return [stage]
  const first = parts.findLastIndex((_, i) => i > 0 && fits(i))
  const cut = Math.max(1, first)
  return [`${parts.slice(0, cut).join(' → ')} →`, parts.slice(cut).join(' → ')]
}

function stepBox(step: PlanStep, { x, y, height }: Place): Markup {
  const { stage, scope, nodes, cached, seconds } = step
  const share = round((box.width * cached) / Math.max(1, nodes))
  const stored = cached === 0 ? '' : cached === nodes ? ', all stored' : `, ${cached} stored`
  const names = nameLines(stage).map((text, i) => {
    return writing('panel-name', { x: x + 8, y: y + 18 + i * line }, label(text, most))
  })
  const under = (dy: number, text: string) => {
    return writing('value', { x: x + 8, y: y + dy + (names.length - 1) * line }, text)
  }
  return html`<rect class="step scope-${scope}" x="${x}" y="${y}" width="${box.width}"
 height="${height}" rx="5"/><rect class="stored scope-${scope}" x="${x}"
 y="${y + height - 4}" width="${share}" height="4"/>
${names}${under(33, `${countText(nodes, 'node')}${stored}`)}${under(47, timeText(seconds))}`
}

type Place = { readonly x: number; readonly y: number; readonly height: number }

/** From one box to the next: to the right, or down to the next row. */
function arrow(from: Place, to: Place): Markup {
  const middle = from.y + from.height / 2
  const right = from.x + box.width
  if (from.y === to.y) {
    return html`<path class="arrow" d="M${right + 3} ${middle}H${to.x - 4}l-5 -4m5 4l-5 4"/>`
  }
  const between = from.y + from.height + gap / 2
  const end = to.x + box.width / 2
  const start = from.x + box.width / 2
  return html`<path class="arrow"
 d="M${start} ${from.y + from.height + 3}V${between}H${end}V${to.y - 4}l-4 -5m4 5l4 -5"/>`
}

import { scaleLinear } from 'd3-scale'
import type { Entry } from '../execution/leaderboard.ts'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

/** Runs that answer the same question, best first. */
export interface BoardChart {
  readonly id: string
  readonly title: string
  /** Of the metric, below the axis. */
  readonly metric: string
  readonly entries: readonly Entry[]
}

const width = 480
const row = 20
const most = 26

/** A mean with its interval for each run, in their order, and the chance level of each. */
export function boardChart({ id, title, metric, entries }: BoardChart): Markup {
  const letters = Math.min(most, Math.max(0, ...entries.map(({ name }) => name.length)))
  const left = 40 + 6.2 * letters
  const signs = [...new Set(entries.map(signOf))]
  const top = 14 + 16 * Math.max(1, signs.length)
  const bottom = top + entries.length * row + 4
  const ends = entries.flatMap(({ mean, low, high, chance }) => [mean, low, high, chance])
  const known = ends.filter(isDefined)
  const span = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1]
  const x = scaleLinear(span[0] < span[1] ? span : [span[0], span[0] + 1], [left, width - 24])
  x.nice(6)
  const rows = entries.map((entry, i) => {
    const { name, mean, low, high, chance } = entry
    const y = top + (i + 0.5) * row + 2
    const bar = isDefined(low) && isDefined(high) && stroke('whisker', [x(low), y], [x(high), y])
    const level = isDefined(chance) && stroke('chance', [x(chance), y - 9], [x(chance), y + 9])
    const text = `${i + 1}  ${name}`
    return html`${writing('name', { x: left - 10, y: y + 3.5, anchor: 'end' }, label(text, most))}
${level}${bar}${isDefined(mean) && sign(signOf(entry), x(mean), y)}`
  })
  const legend = signs.map((kind, i) => {
    const y = 14 + i * 16
    return html`${sign(kind, left + 6, y - 4)}${writing('value', { x: left + 16, y }, kind)}`
  })
  const [first] = entries
  const best = first ? `Best ${first.name} with ${scoreText(first.mean)}` : 'None'
  const says = `${best}, of ${entries.length} runs.`
  const level = { x: width - 24, y: 14, anchor: 'end' } as const
  return svg({
    ...{ id, title, says, width, height: bottom + 38 },
    body: html`${bottomAxis(x, { top: top - 2, bottom, ticks: 5 })}${legend}
${writing('chance-text', level, 'dashed: chance')}${rows}
${writing('axis-name', { x: (left + width) / 2, y: bottom + 32, anchor: 'middle' }, metric)}`,
  })
}

type Sign = 'clean' | 'transductive' | 'few-shot' | 'certificate not clean'

function signOf({ clean, transductive, fewShot }: Entry): Sign {
  if (!clean) return 'certificate not clean'
  if (fewShot) return 'few-shot'
  return transductive.length > 0 ? 'transductive' : 'clean'
}

/** A shape for each kind of run, so that colour tells nothing alone. */
function sign(kind: Sign, x: number, y: number): Markup {
  const [cx, cy] = [round(x), round(y)]
  if (kind === 'clean') return html`<circle class="dot" cx="${cx}" cy="${cy}" r="4.4"/>`
  if (kind === 'transductive') {
    return html`<circle class="open-dot" cx="${cx}" cy="${cy}" r="3.8"/>`
  }
  const turned = html`transform="translate(${cx} ${cy}) rotate(45)"`
  if (kind === 'few-shot') {
    return html`<rect class="open-dot" ${turned} x="-3.6" y="-3.6" width="7.2" height="7.2"/>`
  }
  return html`<path class="removed" ${turned} d="M-5 0H5M0 -5V5"/>`
}

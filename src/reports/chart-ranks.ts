import { scaleLinear } from 'd3-scale'
import type { Ranks } from '../evaluation/compare.ts'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { listText, scoreText } from './wording.ts'

const width = 620
const most = 32

/**
 * A critical-difference diagram: mean ranks from the best down, the critical difference to scale,
 * and a bar over those that cannot be told apart.
 */
export function ranksChart(id: string, ranks: Ranks): Markup {
  const { mean, criticalDifference: bound, cliques } = ranks
  const letters = Math.min(most, Math.max(0, ...mean.map(({ name }) => name.length)))
  const left = 26 + 6.2 * letters
  const x = scaleLinear([1, mean.length], [left, width - 60])
  const head = 34 + cliques.length * 12
  const bottom = head + mean.length * 20 + 4
  const bars = cliques.map((names, i) => {
    const own = mean.filter(({ name }) => names.includes(name)).map(({ rank }) => rank)
    const y = 36 + i * 12
    return stroke('interval', [x(Math.min(...own)) - 4, y], [x(Math.max(...own)) + 4, y])
  })
  const rows = mean.map(({ name, rank }, i) => {
    const y = head + i * 20 + 8
    return html`${writing('name', { x: left - 12, y: y + 4, anchor: 'end' }, label(name, most))}
${stroke('whisker', [left, y], [x(rank), y])}
<circle class="dot" cx="${round(x(rank))}" cy="${y}" r="4.5"/>
${writing('value', { x: x(rank) + 8, y: y + 4 }, scoreText(rank))}`
  })
  const scale = html`${stroke('base', [left, 20], [x(1 + bound), 20])}
${writing('value', { x: left, y: 12 }, `critical difference ${scoreText(bound)}`)}`
  const under = { x: (left + width - 60) / 2, y: bottom + 32, anchor: 'middle' } as const
  const apart = cliques.map((names) => listText(names)).join('; ')
  return svg({
    ...{ id, title: 'Mean ranks and critical difference', width, height: bottom + 40 },
    says: apart === '' ? 'All can be told apart.' : `Not told apart: ${apart}.`,
    body: html`${bottomAxis(x, { top: head - 6, bottom, ticks: mean.length })}
${scale}${bars}${rows}
${writing('axis-name', under, 'mean rank')}`,
  })
}

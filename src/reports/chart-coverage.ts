import { scaleLinear } from 'd3-scale'
import type { Coverage } from '../evaluation/conformal.ts'
import { axisNames, bottomAxis, leftAxis, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { isDefined, scoreText } from './wording.ts'

const side = 260
const left = 46
const top = 14
/** Levels that lie closer to one that is named are named in the table below alone. */
const wordWidth = 30
const wordHeight = 14

/** Share of rows that are answered against how many of these answers are right. */
export function coverageChart(id: string, levels: readonly Coverage[]): Markup {
  const known = levels.filter(({ accuracy }) => isDefined(accuracy))
  const x = scaleLinear([0, 1], [left, left + side])
  const y = scaleLinear([0, 1], [top + side, top])
  const named: (readonly [number, number])[] = []
  const dots = known.map(({ level, answered, accuracy }, i) => {
    const at = [x(answered), y(accuracy)] as const
    const next = known[i + 1]
    const line = next && stroke('whisker', at, [x(next.answered), y(next.accuracy)])
    const isFree = named.every(
      ([u, v]) => Math.abs(at[0] - u) > wordWidth || Math.abs(at[1] - v) > wordHeight,
    )
    if (isFree) named.push(at)
    const under = { x: at[0], y: at[1] + 18, anchor: 'middle' } as const
    const text = isFree && writing('value', under, String(level))
    return html`${line}<circle class="dot" cx="${round(at[0])}" cy="${round(at[1])}" r="4"/>${text}`
  })
  const bottom = top + side
  const place = { x: left + side / 2, y: bottom + 33, middle: top + side / 2 }
  const [best] = [...known].sort((a, b) => b.accuracy - a.accuracy)
  return svg({
    ...{ id, title: 'Coverage against accuracy', width: left + side + 14, height: bottom + 40 },
    says: best
      ? `At ${scoreText(best.answered)} of rows answered ${scoreText(best.accuracy)} are right.`
      : 'No set holds one class alone.',
    body: html`${bottomAxis(x, { top, bottom })}${leftAxis(y, { left, right: left + side })}${dots}
${axisNames(['share of rows answered', 'accuracy of the answers'], place)}`,
  })
}

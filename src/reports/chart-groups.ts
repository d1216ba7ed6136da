import { scaleLinear } from 'd3-scale'
import { bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { type Figure, isDefined, scoreText } from './wording.ts'

/** One group's score. */
export interface GroupScore {
  readonly name: string
  readonly value: Figure
  readonly low: Figure
  readonly high: Figure
}

/** A metric over groups. */
export interface GroupsChart {
  readonly id: string
  readonly title: string
  readonly mean: Figure
  readonly chance: Figure
  readonly higherIsBetter: boolean
  /** Of the picture; narrow where three stand side by side. */
  readonly width: number
  readonly groups: readonly GroupScore[]
}

const top = 34
const mostLetters = 20

/** A dot and its interval for each group, best first, with mean and chance drawn through. */
export function groupsChart(chart: GroupsChart): Markup {
  const { mean, chance, width } = chart
  const shown = chart.groups.filter((group) => isDefined(group.value))
  const sign = chart.higherIsBetter ? -1 : 1
  const sorted = [...shown].sort((a, b) => sign * (Number(a.value) - Number(b.value)))
  const row = rowHeight(sorted.length)
  const letters = Math.min(mostLetters, Math.max(0, ...sorted.map((group) => group.name.length)))
  const left = row >= 10 ? 12 + 6.2 * letters : 12
  const bottom = top + sorted.length * row + 4
  const x = groupsScale(sorted, [mean, chance], [left, width - 14])
  const dots = sorted.map((group, i) => {
    const y = top + (i + 0.5) * row + 2
    return groupRow(group, { x, y, left, named: row >= 10 })
  })
  const best = sorted[0]
  const worst = sorted[sorted.length - 1]
  const says =
    sorted.length > 0
      ? `Best ${best.name} with ${scoreText(best.value)}, worst ${worst.name} with ` +
        `${scoreText(worst.value)}; mean ${scoreText(mean)}, chance ${scoreText(chance)}.`
      : 'No group has a value.'
  return svg({
    ...{ id: chart.id, title: `${chart.title} of each group`, says, width, height: bottom + 22 },
    body: html`${bottomAxis(x, { top, bottom, ticks: width > 400 ? 6 : 4 })}
${marks(x, { mean, chance }, bottom)}${dots}`,
  })
}

function rowHeight(groups: number): number {
  if (groups <= 45) return 16
  return groups <= 120 ? 11 : Math.max(2, 1200 / groups)
}

function groupsScale(
  groups: readonly GroupScore[],
  marked: readonly Figure[],
  range: [number, number],
) {
  const values = [...groups.flatMap((group) => [group.value, group.low, group.high]), ...marked]
  const known = values.filter(isDefined)
  const [from, to] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1]
  const spread = to > from ? to - from : 1
  const nice = scaleLinear([from - 0.02 * spread, to + 0.02 * spread], range).nice(6)
  const [low, high] = nice.domain()
  const inUnit = from >= 0 && to <= 1
  return nice.domain(inUnit ? [Math.max(0, low), Math.min(1, high)] : [low, high])
}

type Scale = ReturnType<typeof groupsScale>

function groupRow(
  { name, value, low, high }: GroupScore,
  { x, y, left, named }: { x: Scale; y: number; left: number; named: boolean },
): Markup {
  const at = (figure: Figure) => round(x(Number(figure)))
  const bar = isDefined(low) && isDefined(high) && stroke('whisker', [at(low), y], [at(high), y])
  const text =
    named && writing('name', { x: left - 8, y: y + 3.5, anchor: 'end' }, label(name, mostLetters))
  return html`<g>${text}${bar}<circle class="dot" cx="${at(value)}" cy="${y}" r="3.2"/></g>`
}

/** Mean and chance as lines through all groups, named side by side, else one over the other. */
function marks(x: Scale, { mean, chance }: { mean: Figure; chance: Figure }, bottom: number) {
  const meanIsRight = Number(mean) >= Number(chance)
  const [from, to] = [12, x.range()[1] + 12]
  const edgeOf = (value: Figure, toRight: boolean) => {
    const at = x(Number(value))
    return toRight ? Math.min(at - 2, to - letters) : Math.max(at + 2, from + letters)
  }
  const [low, high] = meanIsRight ? [chance, mean] : [mean, chance]
  const meet = edgeOf(low, false) > edgeOf(high, true) - 4
  const mark = (kind: string, value: Figure, toRight: boolean) => {
    if (!isDefined(value)) return undefined
    const at = x(value)
    const says = `${kind === 'mean-line' ? 'mean' : 'chance'} ${scoreText(value)}`
    const y = top - (meet && kind === 'chance' ? 24 : 12)
    const anchor = toRight ? 'start' : 'end'
    const text = writing(`${kind}-text`, { x: edgeOf(value, toRight), y, anchor }, says)
    return [stroke(kind, [at, top - 6], [at, bottom]), text]
  }
  return html`${mark('chance', chance, !meanIsRight)}${mark('mean-line', mean, meanIsRight)}`
}

/** Room for `chance −0.123`. */
const letters = 76

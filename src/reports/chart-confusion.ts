import { axisNames, label, round, svg, writing } from './chart.ts'
import { html, type Markup, type Part } from './markup.ts'

/** Rows by truth and prediction. */
export interface Confusion {
  readonly classes: readonly string[]
  /** Shape [K, K], row after row: truth, then prediction. */
  readonly counts: Float64Array
}

/** Counts truth against prediction, both of shape [R] and codes below K. */
export function confusionOf(
  classes: readonly string[],
  truth: ArrayLike<number>,
  prediction: ArrayLike<number>,
): Confusion {
  const counts = new Float64Array(classes.length ** 2)
  for (let r = 0; r < truth.length; r++) counts[truth[r] * classes.length + prediction[r]]++
  return { classes, counts }
}

/** The share of each true class that went to each class, shape [K, K]; NaN without such rows. */
export function confusionShares({ classes, counts }: Confusion): Float64Array {
  const k = classes.length
  return counts.map((count, i) => {
    const row = Math.floor(i / k) * k
    return count / counts.subarray(row, row + k).reduce((sum, one) => sum + one, 0)
  })
}

/** The confusion matrix as shaded cells with share and count. */
export function confusionChart(id: string, confusion: Confusion): Markup {
  const { classes, counts } = confusion
  const k = classes.length
  const shares = confusionShares(confusion)
  const cell = Math.max(34, Math.min(84, Math.floor(330 / k)))
  const letters = Math.min(14, Math.max(...classes.map((name) => name.length)))
  const left = 30 + 6.6 * letters
  const isTight = Math.max(...classes.map((name) => name.length)) * 6.6 > cell + 2
  const top = isTight ? 44 + 4.6 * letters : 46
  const cells = Array.from(shares, (share, i) => {
    const x = left + (i % k) * cell
    const y = top + Math.floor(i / k) * cell
    return confusionCell({ share, count: counts[i], x, y, cell })
  })
  const names = classes.map((name, c) => {
    const at = (c + 0.5) * cell
    const over = columnName(label(name, 14), { x: left + at, y: top - 8 }, isTight)
    return [over, writing('name', { x: left - 8, y: top + at + 4, anchor: 'end' }, label(name, 14))]
  })
  const half = (k * cell) / 2
  const axes = axisNames(['predicted', 'true'], { x: left + half, y: 16, middle: top + half })
  const found = classes.map((name, c) => `${name} ${percent(shares[c * k + c])}`).join(', ')
  return svg({
    ...{ id, title: 'Confusion matrix', says: `Found of each true class: ${found}.` },
    ...{ width: left + k * cell + (isTight ? 4.6 * letters : 12), height: top + k * cell + 12 },
    body: html`${axes}${names}${cells}`,
  })
}

/** Over its column, or where there is no room for all slanting to the right. */
function columnName(name: Part, { x, y }: { x: number; y: number }, isTight: boolean): Markup {
  if (!isTight) return writing('name', { x, y, anchor: 'middle' }, name)
  const turn = html`transform="rotate(-45 ${round(x)} ${round(y)})"`
  return html`<g ${turn}>${writing('name', { x, y }, name)}</g>`
}

function confusionCell(of: { share: number; count: number; x: number; y: number; cell: number }) {
  const { share, count, x, y, cell } = of
  const shade = Number.isNaN(share) ? 0 : 0.06 + 0.94 * share
  const large = cell >= 56
  const text = (size: number, down: number, part: Part) =>
    html`<g font-size="${size}">${writing(
      'in-cell',
      { x: x + cell / 2, y: y + cell / 2 + down, anchor: 'middle' },
      part,
    )}</g>`
  return html`<g><rect class="cell" x="${round(x + 1)}" y="${round(y + 1)}"
 width="${cell - 2}" height="${cell - 2}" fill-opacity="${round(shade)}"/>
${text(large ? 15 : 10.5, 1, percent(share))}${text(large ? 11 : 9, 14, count)}</g>`
}

/** A share as text: `75 %`, or a dash. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(100 * share)} %` : '–'
}

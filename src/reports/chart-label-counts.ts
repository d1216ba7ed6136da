import { scaleLinear } from 'd3-scale'
import { label, round, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'

/** How many components have a label, and how many of these were removed. */
export interface LabelCount {
  readonly label: string
  readonly components: number
  readonly removed: number
}

const width = 560
const row = 20

/** A bar for each label, its removed part filled. */
export function labelCounts(id: string, counts: readonly LabelCount[]): Markup {
  const most = Math.max(1, ...counts.map(({ components }) => components))
  const left = 12 + 6.4 * Math.min(24, Math.max(4, ...counts.map((one) => one.label.length)))
  const x = scaleLinear([0, most], [left, width - 150])
  const bars = counts.map(({ label: name, components, removed }, i) => {
    const y = 4 + i * row
    const end = round(x(components))
    const text = y + 13
    const bar = (to: number, kind: string) =>
      html`<rect class="${kind}" x="${left}" y="${y + 3}" width="${round(to - left)}" rx="2"
 height="${row - 7}"/>`
    return html`${writing('name', { x: left - 8, y: text, anchor: 'end' }, label(name, 24))}
${bar(end, 'band')}${removed > 0 && bar(x(removed), 'bar')}
${writing('value', { x: end + 6, y: text }, `${components}, ${removed} removed`)}`
  })
  const all = counts.reduce((sum, { components }) => sum + components, 0)
  const gone = counts.reduce((sum, { removed }) => sum + removed, 0)
  return svg({
    ...{ id, title: 'Components by their label', width, height: counts.length * row + 8 },
    says: `${gone} of ${all} components were removed.`,
    body: bars,
  })
}

import { label, round, seriesClass, stroke, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'

const row = 15

/** A line of each series' kind with its name, one below the other. */
export function legendRows(
  names: readonly string[],
  { x, y }: { x: number; y: number },
  mark: 'line' | 'square' = 'line',
): Markup {
  return html`<g class="legend-rows">${names.map((name, i) => {
    const at = y + i * row
    const sign =
      mark === 'line'
        ? stroke(`curve ${seriesClass(i)}`, [x, at], [x + 18, at])
        : html`<rect class="fill-${i % 8}" x="${round(x + 6)}" y="${round(at - 5)}"
 width="10" height="10" rx="2"/>`
    return html`${sign}${writing('name', { x: x + 24, y: at + 3.5 }, label(name, 26))}`
  })}</g>`
}

/** Height of a legend of some names. */
export function legendHeight(names: readonly string[]): number {
  return names.length * row
}

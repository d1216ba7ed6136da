import type { ScaleLinear } from 'd3-scale'
import { html, type Markup, type Part } from './markup.ts'

/** A chart before it is a picture. */
export interface Chart {
  /** Unique in the page. */
  readonly id: string
  /** What is shown, for those who do not see it. */
  readonly title: string
  /** What there is to see, in a sentence. */
  readonly says: string
  readonly width: number
  readonly height: number
  readonly body: Part
}

/** The picture of a chart: inline SVG that scales with the page and is named for screen readers. */
export function svg({ id, title, says, width, height, body }: Chart): Markup {
  const kind = width > broad && html` class="broad"`
  return html`<svg id="${id}"${kind} role="img" aria-labelledby="${id}-t ${id}-d"
 viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}">
<title id="${id}-t">${title}</title><desc id="${id}-d">${says}</desc>${body}</svg>`
}

/** Charts that are wider than this keep a readable size in a narrow window, and can be moved. */
const broad = 480

/** Coordinates to a hundredth, so that pages are small and the same everywhere. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0
}

/** Places an axis across the bottom, with a faint line up at each tick. */
export function bottomAxis(
  scale: ScaleLinear<number, number>,
  { top, bottom, ticks = 5 }: { top: number; bottom: number; ticks?: number },
): Markup {
  const format = scale.tickFormat(ticks)
  return html`<g class="axis">${scale.ticks(ticks).map((value) => {
    const x = round(scale(value))
    return html`<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text x="${x}"
 y="${bottom + 14}" text-anchor="middle">${format(value)}</text>`
  })}</g>`
}

/** Places an axis along the left side, with a faint line across at each tick. */
export function leftAxis(
  scale: ScaleLinear<number, number>,
  { left, right, ticks = 5 }: { left: number; right: number; ticks?: number },
): Markup {
  const format = scale.tickFormat(ticks)
  return html`<g class="axis">${scale.ticks(ticks).map((value) => {
    const y = round(scale(value))
    return html`<line x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text x="${left - 6}"
 y="${y + 3.5}" text-anchor="end">${format(value)}</text>`
  })}</g>`
}

/** Text in a chart, of the style's class `kind`; `anchor` is the side that stays at x. */
export function writing(
  kind: string,
  { x, y, anchor = 'start' }: { x: number; y: number; anchor?: 'start' | 'middle' | 'end' },
  text: Part,
): Markup {
  const place = html`x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"`
  return html`<text class="${kind}" ${place}>${text}</text>`
}

/** A line in a chart, of the style's class `kind`, from one point to another. */
export function stroke(
  kind: string,
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
): Markup {
  const from = html`x1="${round(x1)}" y1="${round(y1)}"`
  return html`<line class="${kind}" ${from} x2="${round(x2)}" y2="${round(y2)}"/>`
}

/** What the two axes of a chart show: below it, and turned upwards at its left edge. */
export function axisNames(
  [across, up]: readonly [string, string],
  { x, y, middle }: { x: number; y: number; middle: number },
): Markup {
  const turned = html`transform="rotate(-90 12 ${round(middle)})"`
  return html`${writing('axis-name', { x, y, anchor: 'middle' }, across)}
<g ${turned}>${writing('axis-name', { x: 12, y: middle, anchor: 'middle' }, up)}</g>`
}

/** A name cut to what fits; the whole name is in the element's title. */
export function label(name: string, most: number): Markup {
  if (name.length <= most) return html`${name}`
  return html`<title>${name}</title>${name.slice(0, most - 1)}…`
}

/** Colours that remain apart without colour vision (Okabe and Ito), as classes of the style. */
export function seriesClass(index: number): string {
  return `series-${index % 8}`
}

import { round, writing } from './chart.ts'
import { divergingColour, sequentialColour } from './colour-map.ts'
import { html, type Markup } from './markup.ts'
import { tickText } from './wording.ts'

/** How numbers become colours. */
export interface ColourScale {
  readonly kind: 'sequential' | 'diverging'
  readonly low: number
  readonly high: number
}

/** A scale from the least to the largest value, or as far to either side of 0. */
export function scaleOf(kind: ColourScale['kind'], values: Iterable<number>): ColourScale {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return { kind, low: 0, high: 1 }
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1
  if (kind === 'diverging') return { kind, low: -reach, high: reach }
  return { kind, low, high: high > low ? high : low + 1 }
}

/** The colour of a value. */
export function colourOf({ kind, low, high }: ColourScale, value: number): string {
  const part = (value - low) / (high - low)
  return kind === 'diverging' ? divergingColour(2 * part - 1) : sequentialColour(part)
}

/** The values between `steps` colours of a scale, ascending. */
export function levelsOf({ low, high }: ColourScale, steps: number): number[] {
  return Array.from({ length: steps - 1 }, (_, i) => low + ((i + 1) * (high - low)) / steps)
}

/** A bar with the colours of a scale and its ends. */
export function colourBar(
  scale: ColourScale,
  { x, y, height }: { x: number; y: number; height: number },
): Markup {
  const steps = 24
  const step = height / steps
  const cells = Array.from({ length: steps }, (_, i) => {
    const value = scale.high - ((i + 0.5) / steps) * (scale.high - scale.low)
    return html`<rect x="${round(x)}" y="${round(y + i * step)}" width="8"
 height="${round(step + 0.5)}" fill="${colourOf(scale, value)}"/>`
  })
  const text = (value: number, at: number) =>
    writing('value', { x: x + 13, y: at }, tickText(value))
  return html`<g>${cells}${text(scale.high, y + 8)}${text(scale.low, y + height)}</g>`
}

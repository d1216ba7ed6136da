import { round } from './chart.ts'
import { type ColourScale, colourOf } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'

/** A grid of values as coloured cells. */
export interface Raster {
  /** Shape [rows, columns], the first row on top; NaN is left empty. */
  readonly values: ArrayLike<number>
  readonly columns: number
  readonly scale: ColourScale
  readonly x: number
  readonly y: number
  /** Width and height of a cell. */
  readonly cell: readonly [number, number]
}

/** Colours are rounded to so many steps, so that cells of one colour are one path. */
const steps = 40

/** One path for each colour; neighbours of one colour in a row are one piece of it. */
export function raster({ values, columns, scale, x, y, cell }: Raster): Markup {
  const runs = new Map<number, string>()
  const levelOf = (i: number) => {
    const part = (values[i] - scale.low) / (scale.high - scale.low)
    return Number.isNaN(part) ? -1 : Math.min(steps - 1, Math.max(0, Math.floor(part * steps)))
  }
  const rows = values.length / columns
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; ) {
      const level = levelOf(r * columns + c)
      const from = c
      while (c < columns && levelOf(r * columns + c) === level) c++
      if (level < 0) continue
      runs.set(level, `${runs.get(level) ?? ''}M${from} ${r}h${c - from}v1h${from - c}z`)
    }
  }
  const paths = [...runs].map(([level, path]) => {
    const value = scale.low + ((level + 0.5) / steps) * (scale.high - scale.low)
    return html`<path fill="${colourOf(scale, value)}" d="${path}"/>`
  })
  const place = `translate(${round(x)} ${round(y)}) scale(${round(cell[0])} ${round(cell[1])})`
  return html`<g class="raster" transform="${place}">${paths}</g>`
}

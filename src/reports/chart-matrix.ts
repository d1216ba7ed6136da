import { scaleLinear } from 'd3-scale'
import { axisNames, bottomAxis, leftAxis, round, stroke, svg } from './chart.ts'
import { type ColourScale, colourBar } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'
import { raster } from './raster.ts'

/** A square of values along one axis in both directions. */
export interface MatrixChart {
  readonly id: string
  readonly title: string
  readonly says: string
  /** Shape [N, N]; row i belongs to x[i] upwards. */
  readonly values: ArrayLike<number>
  /** Shape [N], evenly spaced. */
  readonly x: readonly number[]
  readonly names: readonly [across: string, up: string]
  readonly scale: ColourScale
}

const side = 300
const left = 50
const top = 12

/** The matrix with its first row at the bottom, so that the diagonal rises. */
export function matrixChart({ id, title, says, values, x, names, scale }: MatrixChart): Markup {
  const n = x.length
  const half = n > 1 ? (x[1] - x[0]) / 2 : 0.5
  const ends: [number, number] = [x[0] - half, x[n - 1] + half]
  const across = scaleLinear(ends, [left, left + side])
  const up = scaleLinear(ends, [top + side, top])
  const turned = Float64Array.from({ length: n * n }, (_, i) => {
    return values[(n - 1 - Math.floor(i / n)) * n + (i % n)]
  })
  const cell = [side / n, side / n] as const
  const bottom = top + side
  const zero = ends[0] < 0 && ends[1] > 0
  const place = { x: left + side / 2, y: bottom + 33, middle: top + side / 2 }
  return svg({
    ...{ id, title, says, width: left + side + 70, height: bottom + 40 },
    body: html`${bottomAxis(across, { top, bottom })}${leftAxis(up, { left, right: left + side })}
${raster({ values: turned, columns: n, scale, x: left, y: top, cell })}
<rect class="frame" x="${left}" y="${top}" width="${side}" height="${side}"/>
${stroke('level', [left, bottom], [left + side, top])}${
  zero && [
    stroke('moment', [round(across(0)), top], [round(across(0)), bottom]),
    stroke('moment', [left, up(0)], [left + side, up(0)]),
  ]
}${colourBar(scale, { x: left + side + 14, y: top, height: side })}
${axisNames(names, place)}`,
  })
}

import { scaleLinear } from 'd3-scale'
import { axisNames, bottomAxis, label, round, stroke, svg, writing } from './chart.ts'
import { html, type Markup } from './markup.ts'
import { scoreText } from './wording.ts'

const width = 460
const row = 26
const top = 10

/** Values of the layers of a model. */
export interface LayersChart {
  readonly id: string
  readonly title: string
  /** What the values are, with their unit. */
  readonly along: string
  /** From the first layer to the last. */
  readonly layers: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** A row for each layer, the first at the bottom: a dot for each value and a line at their mean. */
export function layersChart({ id, title, along, layers }: LayersChart): Markup {
  const all = layers.flatMap(({ values }) => values)
  const [low, high] = [Math.min(0, ...all), Math.max(...all)]
  const left = 34 + 6.2 * Math.min(20, Math.max(...layers.map(({ name }) => name.length)))
  const bottom = top + row * layers.length
  const x = scaleLinear([low, low < high ? high : low + 1], [left, width - 16]).nice()
  const rows = layers.map(({ name, values }, k) => {
    const y = bottom - row * (k + 0.5)
    const mean = values.reduce((sum, value) => sum + value / values.length, 0)
    const named = writing('name', { x: left - 8, y: y + 4, anchor: 'end' }, label(name, 20))
    const dots = values.map(
      (value) => html`<circle class="spot" cx="${round(x(value))}" cy="${round(y)}" r="4"/>`,
    )
    const line = values.length > 0 && stroke('curve', [x(mean), y - 9], [x(mean), y + 9])
    return html`${named}${dots}${line}`
  })
  const means = layers
    .filter(({ values }) => values.length > 0)
    .map(({ name, values }) => {
      return `${name} ${scoreText(values.reduce((sum, value) => sum + value, 0) / values.length)}`
    })
  const place = { x: (left + width) / 2, y: bottom + 33, middle: (top + bottom) / 2 }
  return svg({
    ...{ id, title, width, height: bottom + 40, says: `Means: ${means.join('; ')}.` },
    body: html`${bottomAxis(x, { top, bottom })}${rows}${axisNames([along, 'layer'], place)}`,
  })
}

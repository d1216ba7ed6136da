import { contours } from 'd3-contour'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import { scalpMap, scalpPlaces } from '../kernels/scalp-map.ts'
import { round } from './chart.ts'
import { type ColourScale, colourOf, levelsOf } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'

const pixels = 32
const steps = 15

/** Radius of a head in a chart. */
export const headRadius = 42

/** Channels that have a place on the head, each place once, and where: shape [N, 2]. */
export interface HeadPlaces {
  readonly known: readonly { readonly name: string; readonly index: number }[]
  readonly places: Float64Array
}

/** Where channels lie on a head seen from above. */
export function headPlaces(channels: readonly string[]): HeadPlaces {
  const known = placed(channels)
  return { known, places: scalpPlaces(electrodePositions(known.map(({ name }) => name))) }
}

function placed(channels: readonly string[]): { name: string; index: number }[] {
  const positions = electrodePositions(channels)
  const seen = new Set<string>()
  return channels.flatMap((name, index) => {
    const place = Array.from(positions.subarray(3 * index, 3 * index + 3), (v) => v.toFixed(4))
    const key = place.join()
    if (Number.isNaN(positions[3 * index]) || seen.has(key)) return []
    seen.add(key)
    return [{ name, index }]
  })
}

/**
 * A map of a head from above, nose upwards, with its electrodes.
 *
 * @param values shape [C] of all channels, those without a place among them
 * @returns the head around the point that is given last
 */
export function headMap(
  values: ArrayLike<number>,
  { known, places }: HeadPlaces,
  scale: ColourScale,
  [x, y]: readonly [number, number],
): Markup {
  const picked = Float64Array.from(known, ({ index }) => values[index])
  const grid = scalpMap(picked, places, pixels)
  const at = (u: number) => Math.round(((u - 0.5) / (pixels - 1) - 0.5) * 20 * headRadius) / 10
  const bands = contours()
    .size([pixels, pixels])
    .thresholds(levelsOf(scale, steps))(Array.from(grid))
    .filter(({ coordinates }) => coordinates.length > 0)
  const path = (rings: readonly (readonly (readonly number[])[])[]) =>
    rings.map((ring) => `M${ring.map(([u, v]) => `${at(u)} ${at(v)}`).join('L')}Z`).join('')
  const step = (scale.high - scale.low) / steps
  const filled = bands.map(({ value, coordinates }) => {
    const colour = colourOf(scale, value + step / 2)
    return html`<path fill="${colour}" d="${coordinates.map(path).join('')}"/>`
  })
  const r = headRadius
  const around = `M${-r - 2} ${-r - 2}H${r + 2}V${r + 2}H${-r - 2}ZM${-r} 0A${r} ${r} 0 1 0 ${r} 0`
  const dots = Array.from({ length: places.length / 2 }, (_, c) => {
    const [px, py] = [round(places[2 * c] * 2 * r), round(-places[2 * c + 1] * 2 * r)]
    return html`<circle class="electrode" cx="${px}" cy="${py}" r="1.3"/>`
  })
  return html`<g transform="translate(${round(x)} ${round(y)})">
<rect x="${-r}" y="${-r}" width="${2 * r}" height="${2 * r}"
 fill="${colourOf(scale, scale.low + step / 2)}"/>${filled}
<path class="paper" fill-rule="evenodd" d="${around}A${r} ${r} 0 1 0 ${-r} 0Z"/>
<circle class="outline" r="${r}"/><path class="outline" d="${features(r)}"/>${dots}</g>`
}

/** Nose and ears. */
function features(r: number): string {
  const at = (part: number) => round(part * r)
  const nose = `M${at(-0.16)} ${at(-0.987)}L0 ${at(-1.15)}L${at(0.16)} ${at(-0.987)}`
  const ear = (side: number) =>
    `M${at(side * 0.99)} ${at(-0.16)}C${at(side * 1.12)} ${at(-0.22)} ${at(side * 1.12)} ` +
    `${at(0.24)} ${at(side * 0.985)} ${at(0.17)}`
  return nose + ear(-1) + ear(1)
}

import { contours } from 'd3-contour'
import { electrodePositions } from '../kernels/electrode-positions.ts'
import { scalpMap, scalpPlaces } from '../kernels/scalp-map.ts'
import { round } from './chart.ts'
import { type ColourScale, colourOf, levelsOf } from './colour-scale.ts'
import { html, type Markup } from './markup.ts'

const pixels = 32

/** Radius of a head in a chart. */
export const headRadius = 42

/** How numbers become colours, and how many colours there are: an odd number has one for 0. */
export interface HeadColours {
  readonly scale: ColourScale
  readonly steps: number
}

/** Colours of each head in a chart of so many: fewer where there are many, for pages stay small. */
export function headSteps(heads: number): number {
  return heads > 12 ? 11 : 15
}

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
  { scale, steps }: HeadColours,
  [x, y]: readonly [number, number],
): Markup {
  const picked = Float64Array.from(known, ({ index }) => values[index])
  const grid = scalpMap(picked, places, pixels)
  const bands = contours()
    .size([pixels, pixels])
    .thresholds(levelsOf(scale, steps))(Array.from(grid))
    .filter(({ coordinates }) => coordinates.length > 0)
  const step = (scale.high - scale.low) / steps
  const filled = bands.map(({ value, coordinates }) => {
    const colour = colourOf(scale, value + step / 2)
    return html`<path fill="${colour}" d="${coordinates.map(ringsPath).join('')}"/>`
  })
  const r = headRadius
  const around = `M${-r - 2} ${-r - 2}H${r + 2}V${r + 2}H${-r - 2}ZM${-r} 0A${r} ${r} 0 1 0 ${r} 0`
  const dots = Array.from({ length: places.length / 2 }, (_, c) => {
    const [px, py] = [tenth(places[2 * c] * 2 * r), tenth(-places[2 * c + 1] * 2 * r)]
    return `M${px} ${py}h0`
  })
  return html`<g transform="translate(${round(x)} ${round(y)})">
<rect x="${-r}" y="${-r}" width="${2 * r}" height="${2 * r}"
 fill="${colourOf(scale, scale.low + step / 2)}"/><g transform="scale(0.1)">${filled}</g>
<path class="paper" fill-rule="evenodd" d="${around}A${r} ${r} 0 1 0 ${-r} 0Z"/>
<circle class="outline" r="${r}"/><path class="outline" d="${features(r)}"/>
<path class="electrodes" d="${dots.join('')}"/></g>`
}

const tenth = (value: number) => Math.round(10 * value) / 10 + 0

/** Rings of a contour in tenths, each point by its distance from the last: half as long. */
function ringsPath(rings: readonly (readonly (readonly number[])[])[]): string {
  const at = (u: number) => Math.round(((u - 0.5) / (pixels - 1) - 0.5) * 20 * headRadius)
  return rings
    .map((ring) => {
      let [x, y] = [at(ring[0][0]), at(ring[0][1])]
      const start = `M${x} ${y}l`
      const steps = ring.slice(1, -1).flatMap(([u, v]) => {
        const [dx, dy] = [at(u) - x, at(v) - y]
        x += dx
        y += dy
        return dx === 0 && dy === 0 ? [] : [`${dx}${dy < 0 ? '' : ' '}${dy}`]
      })
      return `${start}${steps.join(' ').replace(/ -/g, '-')}z`
    })
    .join('')
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

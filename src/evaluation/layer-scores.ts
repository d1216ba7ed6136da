import type { Moments } from '../tables/moments.ts'

/** How well each layer predicts each response. */
export interface LayerCourses {
  /** From the first to the last. */
  readonly layers: readonly string[]
  /** For each layer Pearson's r, shape [D]. */
  readonly r: readonly Float64Array[]
}

/** The layer that predicts each response best. */
export interface BestLayers {
  /** Its number from 1, shape [D]; NaN where none is above the least r. */
  readonly depth: Float64Array
  /** Its r, shape [D]; NaN likewise. */
  readonly r: Float64Array
}

/**
 * Finds the layer with the highest correlation for each response, of equal ones the first.
 *
 * @param least what the correlation must exceed
 * @see `numpy.nanargmax`
 */
export function bestLayers({ r }: LayerCourses, least: number): BestLayers {
  const count = r[0]?.length ?? 0
  const depth = new Float64Array(count).fill(Number.NaN)
  const best = new Float64Array(count).fill(Number.NaN)
  for (const [layer, own] of r.entries()) {
    for (let d = 0; d < count; d++) {
      if (!(own[d] > least) || own[d] <= best[d]) continue
      best[d] = own[d]
      depth[d] = layer + 1
    }
  }
  return { depth, r: best }
}

/** When a layer predicts a channel best. */
export interface LayerPeak {
  /** From 0. */
  readonly layer: number
  readonly channel: string
  readonly timeS: number
  readonly r: number
}

/**
 * The moment at which each layer predicts each channel best, of equal ones the first; none where no
 * moment is above the least r.
 */
export function layerPeaks(
  { r }: LayerCourses,
  { channels, timesS }: Moments,
  least: number,
): LayerPeak[] {
  return r.flatMap((own, layer) =>
    channels.flatMap((channel, c): LayerPeak[] => {
      const course = own.subarray(c * timesS.length, (c + 1) * timesS.length)
      const at = course.reduce((top, value, t) => (value > (course[top] ?? least) ? t : top), -1)
      return at < 0 ? [] : [{ layer, channel, timeS: timesS[at], r: course[at] }]
    }),
  )
}

/** A layer in a table. */
export interface LayerSummary {
  readonly layer: string
  /** Mean correlation over all responses. */
  readonly r: number
  /** Responses that it predicts best of all layers. */
  readonly best: number
  /** Mean distance of these. */
  readonly distanceMm?: number
  /** Mean moment of its peaks. */
  readonly peakS?: number
}

/** What maps of layers come to. */
export interface LayersEnd {
  /** What a correlation had to exceed. */
  readonly least: number
  readonly each: readonly LayerSummary[]
}

/** What a table says of each layer; what has no value is left out. */
export function layerSummaries(
  courses: LayerCourses,
  { depth }: BestLayers,
  more: {
    readonly least: number
    readonly distanceMm?: Float64Array
    readonly moments?: Moments
  },
): LayerSummary[] {
  const { least, distanceMm, moments } = more
  const peaks = moments ? layerPeaks(courses, moments, least) : []
  return courses.layers.map((layer, k) => {
    const own = Array.from(depth.keys()).filter((d) => depth[d] === k + 1)
    const far = distanceMm ? meanOf(own.map((d) => distanceMm[d])) : undefined
    const peak = meanOf(peaks.filter((one) => one.layer === k).map(({ timeS }) => timeS))
    return {
      layer,
      r: meanOf(courses.r[k]) ?? 0,
      best: own.length,
      ...(far === undefined ? {} : { distanceMm: far }),
      ...(peak === undefined ? {} : { peakS: peak }),
    }
  })
}

/** The mean of the numbers that are none of them NaN; `undefined` without any. */
function meanOf(values: ArrayLike<number>): number | undefined {
  const known = Array.from(values).filter((value) => !Number.isNaN(value))
  if (known.length === 0) return undefined
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

import type { GridShape } from './fit-grid.ts'
import { gaussianSmoothScalar } from './gaussian-smooth.ts'
import { dilate, erode, largestComponent } from './morphology.ts'

/** How the first guess of a mask is tidied up. */
export interface MaskTidying {
  /** Turns of erosion before the largest component is taken; dilated by twice as many after. */
  readonly opening: number
  /** Whether the largest component alone stays. */
  readonly connected: boolean
}

/** Where the gap between background and brain is looked for, as shares of the sorted voxels. */
export interface EpiCutoffs {
  readonly lower: number
  readonly upper: number
  /** Whether voxels of 0 are none of the sorted ones; counted by default. */
  readonly excludeZeros?: boolean
}

/**
 * Finds the brain in the mean of an EPI run: the widest gap in the sorted voxels between two shares
 * parts it from the background.
 *
 * With an opening the mean is smoothed first (a Gaussian of one voxel FWHM). Values that are not
 * finite count as 0.
 *
 * @param mean shape [Z, Y, X], x fastest
 * @returns shape [Z, Y, X], 1 inside
 * @see nilearn.masking.compute_epi_mask
 */
export function epiMask(
  mean: Float64Array,
  shape: GridShape,
  { lower, upper, excludeZeros = false }: EpiCutoffs,
  tidying: MaskTidying,
): Uint8Array {
  const finite = Float32Array.from(mean, (value) => (Number.isFinite(value) ? value : 0))
  const sigma = 1 / Math.sqrt(8 * Math.log(2))
  const isSmooth = tidying.opening > 0
  const values = isSmooth ? gaussianSmoothScalar(finite, shape, [sigma, sigma, sigma]) : finite
  const sorted = (excludeZeros ? values.filter((value) => value !== 0) : values.slice()).sort()
  const from = Math.floor(lower * sorted.length)
  const to = Math.min(Math.floor(upper * sorted.length), sorted.length - 1)
  let widest = from
  for (let i = from; i < to; i++) {
    if (sorted[i + 1] - sorted[i] > sorted[widest + 1] - sorted[widest]) widest = i
  }
  const limit = 0.5 * (sorted[widest] + sorted[widest + 1])
  return tidied(
    Uint8Array.from(values, (value) => (value >= limit ? 1 : 0)),
    shape,
    tidying,
  )
}

/**
 * Finds the brain in an image whose background has one value: that of the median at its border, or
 * NaN where NaN is at the border.
 *
 * @param mean shape [Z, Y, X], x fastest
 * @param border how many voxels from each face are the border
 * @returns shape [Z, Y, X], 1 inside
 * @see nilearn.masking.compute_background_mask
 */
export function backgroundMask(
  mean: Float64Array,
  shape: GridShape,
  border: number,
  tidying: MaskTidying,
): Uint8Array {
  const outside = borderOf(mean, shape, border)
  const hasNaN = outside.some(Number.isNaN)
  const background = hasNaN ? Number.NaN : medianOf(outside)
  const isBackground = (value: number) => (hasNaN ? Number.isNaN(value) : value === background)
  return tidied(
    Uint8Array.from(mean, (value) => (isBackground(value) ? 0 : 1)),
    shape,
    tidying,
  )
}

/** The voxels near each face; those near two of them twice. */
function borderOf(mean: Float64Array, [nx, ny, nz]: GridShape, border: number): Float64Array {
  const out: number[] = []
  for (let v = 0; v < mean.length; v++) {
    const place = [v % nx, Math.floor(v / nx) % ny, Math.floor(v / (nx * ny))]
    for (const [axis, length] of [nx, ny, nz].entries()) {
      if (place[axis] < border) out.push(mean[v])
      if (place[axis] >= length - border) out.push(mean[v])
    }
  }
  return Float64Array.from(out)
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort()
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

function tidied(
  mask: Uint8Array,
  shape: GridShape,
  { opening, connected }: MaskTidying,
): Uint8Array {
  const eroded = erode(mask, shape, opening)
  const whole = connected ? largestComponent(eroded, shape) : eroded
  return erode(dilate(whole, shape, 2 * opening), shape, opening)
}

/** Lines and columns of a picture. */
export interface PictureSize {
  readonly height: number
  readonly width: number
}

/**
 * Resizes pictures by straight lines between the middles of pixels. Where a picture becomes smaller
 * the lines reach further, so that every pixel counts and nothing is skipped.
 *
 * @param x planes one after the other, shape [planes, height, width]
 * @param from size of a plane in `x`
 * @param to size of a plane that comes out
 * @returns shape [planes, to.height, to.width]; NaN reaches as far as the lines do
 * @throws {RangeError} `x` is no whole number of planes, or a size is below 1
 * @see `torch.nn.functional.interpolate` with `mode='bilinear'` and `antialias=True`
 */
export function resizeImage(
  x: ArrayLike<number>,
  from: PictureSize,
  to: PictureSize,
): Float64Array {
  const planes = x.length / (from.height * from.width)
  if (!Number.isInteger(planes)) throw new RangeError(`${x.length} pixels are no whole planes`)
  if (to.height < 1 || to.width < 1) throw new RangeError('a picture has one pixel at least')
  const rows = planes * from.height
  const across = alongLines(
    x,
    { lines: rows, length: from.width, step: 1, jump: from.width },
    to.width,
  )
  const out = new Float64Array(planes * to.height * to.width)
  const size = from.height * to.width
  for (let p = 0; p < planes; p++) {
    const plane = across.subarray(p * size, (p + 1) * size)
    const shape = { lines: to.width, length: from.height, step: to.width, jump: 1 }
    const down = alongLines(plane, shape, to.height)
    for (let y = 0; y < to.height; y++) {
      for (let c = 0; c < to.width; c++) {
        out[(p * to.height + y) * to.width + c] = down[c * to.height + y]
      }
    }
  }
  return out
}

/** Lines in an array: how many, how long, from number to number, and from line to line. */
interface Lines {
  readonly lines: number
  readonly length: number
  readonly step: number
  readonly jump: number
}

/** Each line resized, shape [lines, length]. */
function alongLines(
  x: ArrayLike<number>,
  { lines, length, step, jump }: Lines,
  wanted: number,
): Float64Array {
  const shares = sharesOf(length, wanted)
  const out = new Float64Array(lines * wanted)
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < wanted; i++) {
      const { first, weights } = shares[i]
      let sum = 0
      for (let k = 0; k < weights.length; k++) {
        sum += weights[k] * x[line * jump + (first + k) * step]
      }
      out[line * wanted + i] = sum
    }
  }
  return out
}

/** What each new pixel takes from old ones: a triangle around its middle, whose sum is 1. */
function sharesOf(length: number, wanted: number) {
  const scale = length / wanted
  const reach = Math.max(1, scale)
  return Array.from({ length: wanted }, (_, i) => {
    const middle = scale * (i + 0.5)
    const first = Math.max(0, Math.floor(middle - reach + 0.5))
    const end = Math.min(length, Math.floor(middle + reach + 0.5))
    const raw = Float64Array.from({ length: end - first }, (_, k) =>
      Math.max(0, 1 - Math.abs((first + k - middle + 0.5) / reach)),
    )
    const all = raw.reduce((sum, share) => sum + share, 0)
    return { first, weights: raw.map((share) => share / all) }
  })
}

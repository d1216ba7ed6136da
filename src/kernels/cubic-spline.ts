/**
 * Makes the weights by which values at knots give those of their cubic spline at other times.
 *
 * The spline has no knot of its own at the second and the last but one value ("not-a-knot"); three
 * knots give a parabola, two a line, one a constant. Beyond the first and the last knot the
 * outermost pieces go on.
 *
 * @param knots times that ascend, shape [N], N at least 1
 * @param times shape [M]
 * @returns shape [M, N]: a value at time m is the sum of its row times the values at the knots
 * @throws {RangeError} knots do not ascend
 * @see de Boor (1978), A Practical Guide to Splines, chapter 4; scipy.interpolate.CubicSpline
 */
export function splineWeights(knots: Float64Array, times: Float64Array): Float64Array {
  const n = knots.length
  for (let i = 1; i < n; i++) {
    if (!(knots[i] > knots[i - 1])) throw new RangeError(`knot ${i} does not ascend`)
  }
  const out = new Float64Array(times.length * n)
  const slopes = slopesOf(knots)
  let piece = 0
  for (let m = 0; m < times.length; m++) {
    const row = out.subarray(m * n, (m + 1) * n)
    if (n === 1) row[0] = 1
    if (n === 1) continue
    while (piece > 0 && times[m] < knots[piece]) piece--
    while (piece < n - 2 && times[m] >= knots[piece + 1]) piece++
    hermite(row, slopes, { piece, knots, time: times[m] })
  }
  return out
}

/** Adds up the values and slopes at both ends of a piece. */
function hermite(
  row: Float64Array,
  slopes: Float64Array,
  { piece, knots, time }: { piece: number; knots: Float64Array; time: number },
): void {
  const n = knots.length
  const width = knots[piece + 1] - knots[piece]
  const u = (time - knots[piece]) / width
  const left = width * u * (1 - u) * (1 - u)
  const right = width * u * u * (u - 1)
  for (let j = 0; j < n; j++) {
    row[j] = left * slopes[piece * n + j] + right * slopes[(piece + 1) * n + j]
  }
  row[piece] += (1 + 2 * u) * (1 - u) * (1 - u)
  row[piece + 1] += u * u * (3 - 2 * u)
}

/** The slope at each knot as weights of the values at all knots, shape [N, N]. */
function slopesOf(x: Float64Array): Float64Array {
  const n = x.length
  if (n < 4) return fewSlopes(x)
  const low = new Float64Array(n)
  const middle = new Float64Array(n)
  const high = new Float64Array(n)
  const right = new Float64Array(n * n)
  const h = Float64Array.from({ length: n - 1 }, (_, i) => x[i + 1] - x[i])
  for (let i = 1; i < n - 1; i++) {
    low[i] = h[i]
    middle[i] = 2 * (h[i - 1] + h[i])
    high[i] = h[i - 1]
    addSlope(right, n, { row: i, piece: i - 1, width: h[i - 1], factor: 3 * h[i] })
    addSlope(right, n, { row: i, piece: i, width: h[i], factor: 3 * h[i - 1] })
  }
  const [a, b] = [h[0] + h[1], h[n - 2] + h[n - 3]]
  middle[0] = h[1]
  high[0] = a
  addSlope(right, n, { row: 0, piece: 0, width: h[0], factor: ((h[0] + 2 * a) * h[1]) / a })
  addSlope(right, n, { row: 0, piece: 1, width: h[1], factor: (h[0] * h[0]) / a })
  middle[n - 1] = h[n - 3]
  low[n - 1] = b
  const [last, before] = [h[n - 2], h[n - 3]]
  addSlope(right, n, { row: n - 1, piece: n - 3, width: before, factor: (last * last) / b })
  const factor = ((2 * b + last) * before) / b
  addSlope(right, n, { row: n - 1, piece: n - 2, width: last, factor })
  solveTridiagonal(low, middle, high, right)
  return right
}

/** Adds a piece's rise over its width, times a factor, to a row of weights. */
function addSlope(
  right: Float64Array,
  n: number,
  { row, piece, width, factor }: { row: number; piece: number; width: number; factor: number },
): void {
  right[row * n + piece + 1] += factor / width
  right[row * n + piece] -= factor / width
}

/** The slopes of the line or the parabola through two or three values. */
function fewSlopes(x: Float64Array): Float64Array {
  const n = x.length
  const out = new Float64Array(n * n)
  for (let i = 0; i < n && n > 1; i++) {
    for (let piece = 0; piece < n - 1; piece++) {
      const factor = n === 2 ? 1 : piece === 0 ? 1 - parabola(x, i) : parabola(x, i)
      addSlope(out, n, { row: i, piece, width: x[piece + 1] - x[piece], factor })
    }
  }
  return out
}

/** How far the slope at knot i of three is on its way from the first piece's to the second's. */
function parabola(x: Float64Array, i: number): number {
  const [first, second] = [(x[0] + x[1]) / 2, (x[1] + x[2]) / 2]
  return (x[i] - first) / (second - first)
}

/** Solves a tridiagonal system for N right-hand sides, shape [N, N], in place. */
function solveTridiagonal(
  low: Float64Array,
  middle: Float64Array,
  high: Float64Array,
  right: Float64Array,
): void {
  const n = middle.length
  for (let i = 1; i < n; i++) {
    const factor = low[i] / middle[i - 1]
    middle[i] -= factor * high[i - 1]
    for (let j = 0; j < n; j++) right[i * n + j] -= factor * right[(i - 1) * n + j]
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = 0; j < n; j++) {
      const above = i + 1 < n ? high[i] * right[(i + 1) * n + j] : 0
      right[i * n + j] = (right[i * n + j] - above) / middle[i]
    }
  }
}

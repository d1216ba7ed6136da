import { congruence } from './congruence.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import { timesTransposed } from './times-transposed.ts'

/** An orthogonal matrix that turns some matrices towards others. */
export interface ClassRotation {
  /** Q, shape [N, N]: q x qᵀ comes nearest to y. */
  readonly rotation: Float64Array
  /** The sum of squared distances that is left. */
  readonly left: number
  /** How often all planes were gone through. */
  readonly iterations: number
  /** False when the sum still fell after 1000 of them. */
  readonly converged: boolean
}

/** Matrices that belong together, one pair for each class. */
export interface ClassPairs {
  /** Those that are turned, each of shape [N, N], symmetric. */
  readonly from: readonly Float64Array[]
  /** Those they are to come near, in the same order. */
  readonly to: readonly Float64Array[]
}

const mostSweeps = 1000
/** Angles below this, and gains below this share of the whole, are none. */
const smallestAngle = 1e-10
const smallestGain = 1e-11

/**
 * Finds the orthogonal matrix, reflections included, that minimizes the sum over pairs of
 * ||y - q x qᵀ||², as Riemannian Procrustes analysis does for the class means of two people.
 *
 * Planes of two axes are turned one after the other by the angle that is best for them, and axes
 * flipped, until nothing is gained; no step makes the sum larger. It begins at the best of these:
 * the identity, and for each pair the map of eigenvectors onto eigenvectors with the signs that
 * the other pairs ask for. What it finds is a minimum, and for pairs that fit nearly always the
 * lowest.
 *
 * @param start where to begin instead, shape [N, N]
 * @throws {RangeError} no pairs
 * @see Rodrigues et al. (2019), IEEE Trans. Biomed. Eng. 66(8):2390-2401,
 *   doi:10.1109/TBME.2018.2889705; `pyriemann.transfer.TLRotate`, which sums distances that are not
 *   squared and steps along the slope of squared ones
 */
export function classRotation(pairs: ClassPairs, n: number, start?: Float64Array): ClassRotation {
  const { from, to } = pairs
  if (from.length === 0) throw new RangeError('no pairs of matrices')
  // in a basis of eigenvectors of y planes hardly depend on each other
  const basis = transposed(eigenSymmetric(mostSpread(pairs, n), n).vectors, n)
  const own = to.map((y) => congruence(basis, y, n))
  const q = times(basis, start ?? bestStart(pairs, n), n)
  const turned = from.map((x) => congruence(q, x, n))
  const whole = sizeOf(from, n) * sizeOf(to, n)
  let [iterations, converged] = [0, whole === 0]
  while (!converged && iterations < mostSweeps) {
    const { angle, gain } = sweep({ q, turned, to: own, n })
    converged = angle <= smallestAngle || gain <= smallestGain * whole
    iterations++
  }
  const left = turned.reduce((sum, x, k) => {
    return sum + x.reduce((all, value, i) => all + (value - own[k][i]) ** 2, 0)
  }, 0)
  return { rotation: times(transposed(basis, n), q, n), left, iterations, converged }
}

/** The norm of all matrices together, each less the multiple of the identity that is nearest. */
function sizeOf(matrices: readonly Float64Array[], n: number): number {
  let sum = 0
  for (const matrix of matrices) {
    const mean = matrix.reduce((all, value, i) => all + (i % (n + 1) === 0 ? value / n : 0), 0)
    matrix.forEach((value, i) => {
      sum += (i % (n + 1) === 0 ? value - mean : value) ** 2
    })
  }
  return Math.sqrt(sum)
}

/** Of the matrices that others are turned to the one whose pair differs most from identities. */
function mostSpread({ from, to }: ClassPairs, n: number): Float64Array {
  const spreads = from.map((x, k) => sizeOf([x], n) * sizeOf([to[k]], n))
  return to[spreads.indexOf(Math.max(...spreads))] ?? to[0]
}

function times(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return timesTransposed(a, transposed(b, n), n)
}

interface Turning {
  /** What is turned, in place. */
  readonly q: Float64Array
  /** q x qᵀ of each pair, in place. */
  readonly turned: readonly Float64Array[]
  readonly to: readonly Float64Array[]
  readonly n: number
}

/** Goes through all planes once: the largest angle, and what the sum of tr(y q x qᵀ) grew by. */
function sweep(turning: Turning): { angle: number; gain: number } {
  const { turned, to, n } = turning
  let [angle, gain] = [0, 0]
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const wave = planeWave(turning, i, j)
      const best = bestAngle(wave)
      const own = valueAt(wave, best) - valueAt(wave, 0)
      if (!(own > 0)) continue
      turnPlane(turning, [i, j], best)
      angle = Math.max(angle, Math.abs(best))
      gain += own
    }
    let across = 0
    for (const [k, x] of turned.entries()) {
      for (let m = 0; m < n; m++) across += m === i ? 0 : x[i * n + m] * to[k][i * n + m]
    }
    if (across >= 0) continue
    flip(turning, i)
    angle = Math.PI
    gain -= 4 * across
  }
  return { angle, gain }
}

/** a cos t + b sin t + c cos 2t + d sin 2t: the sum, less a constant, when a plane turns by t. */
type Wave = readonly [number, number, number, number]

function planeWave({ turned, to, n }: Turning, i: number, j: number): Wave {
  let [a, b, c, d] = [0, 0, 0, 0]
  for (const [k, x] of turned.entries()) {
    const y = to[k]
    for (let m = 0; m < n; m++) {
      if (m === i || m === j) continue
      a += 2 * (y[i * n + m] * x[i * n + m] + y[j * n + m] * x[j * n + m])
      b += 2 * (y[j * n + m] * x[i * n + m] - y[i * n + m] * x[j * n + m])
    }
    const [xApart, yApart] = [x, y].map((one) => (one[i * n + i] - one[j * n + j]) / 2)
    const [xCross, yCross] = [x[i * n + j], y[i * n + j]]
    c += 2 * (xApart * yApart + xCross * yCross)
    d += 2 * (xApart * yCross - xCross * yApart)
  }
  return [a, b, c, d]
}

function valueAt([a, b, c, d]: Wave, t: number): number {
  return a * Math.cos(t) + b * Math.sin(t) + c * Math.cos(2 * t) + d * Math.sin(2 * t)
}

/** Twelve angles around the circle, without 0. */
const tried = Array.from({ length: 11 }, (_, k) => {
  const angle = ((k > 5 ? k - 11 : k + 1) * Math.PI) / 6
  const [cos2, sin2] = [Math.cos(2 * angle), Math.sin(2 * angle)]
  return { angle, cos: Math.cos(angle), sin: Math.sin(angle), cos2, sin2 }
})

/** Where a wave is largest: the best of twelve angles, made exact by Newton's steps. */
function bestAngle(wave: Wave): number {
  const [a, b, c, d] = wave
  let [best, most] = [0, a + c]
  for (const { angle, cos, sin, cos2, sin2 } of tried) {
    const value = a * cos + b * sin + c * cos2 + d * sin2
    if (value > most) [best, most] = [angle, value]
  }
  for (let step = 0; step < 8; step++) {
    const [cos, sin, cos2, sin2] = [best, best + best].flatMap((t) => [Math.cos(t), Math.sin(t)])
    const slope = b * cos - a * sin + 2 * (d * cos2 - c * sin2)
    const bend = -a * cos - b * sin - 4 * (c * cos2 + d * sin2)
    if (!(bend < 0)) break
    const moved = best - slope / bend
    if (!(Math.abs(moved - best) < Math.PI / 6) || moved === best) break
    best = moved
  }
  return best
}

/** Turns axes i and j of q, and of all that it turns, by an angle. */
function turnPlane({ q, turned, n }: Turning, [i, j]: readonly [number, number], t: number): void {
  const [cos, sin] = [Math.cos(t), Math.sin(t)]
  const turnPair = (matrix: Float64Array, at: number, other: number) => {
    const [first, second] = [matrix[at], matrix[other]]
    matrix[at] = cos * first - sin * second
    matrix[other] = sin * first + cos * second
  }
  for (let m = 0; m < n; m++) turnPair(q, i * n + m, j * n + m)
  for (const x of turned) {
    for (let m = 0; m < n; m++) turnPair(x, i * n + m, j * n + m)
    for (let m = 0; m < n; m++) turnPair(x, m * n + i, m * n + j)
  }
}

function flip({ q, turned, n }: Turning, i: number): void {
  for (let m = 0; m < n; m++) q[i * n + m] = -q[i * n + m]
  for (const x of turned) {
    for (let m = 0; m < n; m++) {
      if (m === i) continue
      x[i * n + m] = -x[i * n + m]
      x[m * n + i] = -x[m * n + i]
    }
  }
}

function bestStart(pairs: ClassPairs, n: number): Float64Array {
  let best: Float64Array = Float64Array.from({ length: n * n }, (_, i) => +(i % (n + 1) === 0))
  let most = agreement(pairs, best, n)
  for (const [k, x] of pairs.from.entries()) {
    const [source, target] = [x, pairs.to[k]].map((matrix) => eigenSymmetric(matrix, n).vectors)
    const signs = agreeingSigns(pairs, { source, target }, n)
    const signed = target.map((value, i) => value * signs[i % n])
    const tried = timesTransposed(signed, source, n)
    const found = agreement(pairs, tried, n)
    if (found > most) [best, most] = [tried, found]
  }
  return best
}

/** The sum of tr(y q x qᵀ). */
function agreement({ from, to }: ClassPairs, q: Float64Array, n: number): number {
  return from.reduce((sum, x, k) => {
    return congruence(q, x, n).reduce((all, value, i) => all + value * to[k][i], sum)
  }, 0)
}

/** Eigenvectors in columns, shape [N, N] each. */
interface Axes {
  readonly source: Float64Array
  readonly target: Float64Array
}

/** Signs s that make sᵀ a s large: those of its first eigenvector, then turned while it grows. */
function agreeingSigns({ from, to }: ClassPairs, { source, target }: Axes, n: number): Int8Array {
  const a = new Float64Array(n * n)
  const [rows, columns] = [transposed(source, n), transposed(target, n)]
  for (const [k, x] of from.entries()) {
    const [own, other] = [congruence(rows, x, n), congruence(columns, to[k], n)]
    for (let i = 0; i < a.length; i++) a[i] += i % (n + 1) === 0 ? 0 : own[i] * other[i]
  }
  const { vectors } = eigenSymmetric(a, n)
  const signs = Int8Array.from({ length: n }, (_, i) => (vectors[i * n + n - 1] < 0 ? -1 : 1))
  for (let changed = true; changed; ) {
    changed = false
    for (let i = 0; i < n; i++) {
      let pull = 0
      for (let j = 0; j < n; j++) pull += a[i * n + j] * signs[j]
      if (pull * signs[i] >= -1e-12) continue
      signs[i] = -signs[i]
      changed = true
    }
  }
  return signs
}

function transposed(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((_, i) => matrix[(i % n) * n + Math.floor(i / n)])
}

import { cholesky, choleskySolve } from './cholesky.ts'
import { classMeans } from './class-means.ts'
import { eigenSymmetric } from './eigen-symmetric.ts'
import { ledoitWolfShrinkage } from './ledoit-wolf.ts'
import type { Linear } from './linear-scores.ts'
import { gram, multiply, multiplyVector } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'

/** How much of the identity goes into the covariance of each class. */
export type Shrinkage = 'auto' | 'none' | number

/** A linear discriminant and the shrinkage that was used, averaged over classes by their size. */
export interface DiscriminantFit extends Linear {
  readonly shrinkage: number
}

/**
 * Fits a linear discriminant analysis: one covariance, that of the classes weighted by their
 * sizes, and scores that are the log of posterior probabilities up to a constant of the row.
 *
 * `auto` is Ledoit and Wolf's shrinkage of the standardised features of each class; a number is the
 * share of the identity itself. A covariance that is not of full rank is inverted on its range.
 *
 * @param x shape [R, D]
 * @param y class codes 0..K-1, each present, shape [R]
 * @returns weights of shape [K, D]
 * @see Duda, Hart & Stork (2001), Pattern Classification, 2nd ed., section 2.6.2;
 *   `sklearn.discriminant_analysis.LinearDiscriminantAnalysis(solver='lsqr')`
 */
export function discriminant(
  x: Float64Array,
  y: Float64Array,
  classes: number,
  shrinkage: Shrinkage,
): DiscriminantFit {
  const rows = y.length
  const depth = x.length / rows
  const means = classMeans(x, y, classes)
  const within = withinClasses(x, y, { means, classes, shrinkage })
  const weights = means.slice()
  const solve = inverse(within.z, within.diagonal, rows)
  for (let k = 0; k < classes; k++) solve(weights.subarray(k * depth, (k + 1) * depth))
  const intercepts = within.counts.map((count, k) => {
    let half = 0
    for (let d = k * depth; d < (k + 1) * depth; d++) half += (weights[d] * means[d]) / 2
    return Math.log(count / rows) - half
  })
  return { weights, intercepts, shrinkage: within.mean }
}

/** The covariance within classes as zᵀ z + diag(diagonal), z of shape [R, D]. */
function withinClasses(
  x: Float64Array,
  y: Float64Array,
  of: { means: Float64Array; classes: number; shrinkage: Shrinkage },
) {
  const rows = y.length
  const depth = x.length / rows
  const diagonal = new Float64Array(depth)
  const counts = new Float64Array(of.classes)
  const z = new Float64Array(x.length)
  let mean = 0
  for (let k = 0, at = 0; k < of.classes; k++) {
    const from = at
    for (let r = 0; r < rows; r++) {
      if (y[r] !== k) continue
      for (let d = 0; d < depth; d++) z[at + d] = x[r * depth + d] - of.means[k * depth + d]
      at += depth
    }
    const block = z.subarray(from, at)
    counts[k] = block.length / depth
    const prior = counts[k] / rows
    const { share, units } = shrinkageOf(block, counts[k], of.means.subarray(k * depth), of)
    const scale = Math.sqrt((prior * (1 - share)) / counts[k])
    for (let i = 0; i < block.length; i++) block[i] *= scale
    for (let d = 0; d < depth; d++) diagonal[d] += prior * share * units[d]
    mean += prior * share
  }
  return { z, diagonal, counts, mean }
}

/** Share of the identity for one class, and the variance of the identity for each feature. */
function shrinkageOf(
  block: Float64Array,
  rows: number,
  means: Float64Array,
  { shrinkage }: { shrinkage: Shrinkage },
): { share: number; units: Float64Array } {
  const depth = block.length / rows
  const variances = new Float64Array(depth)
  for (let i = 0; i < block.length; i++) variances[i % depth] += (block[i] * block[i]) / rows
  if (shrinkage !== 'auto') {
    const mu = variances.reduce((sum, variance) => sum + variance, 0) / depth
    return { share: shrinkage === 'none' ? 0 : shrinkage, units: variances.fill(mu) }
  }
  const scales = variances.map((variance, d) => {
    const noise = rows * Number.EPSILON * variance + (rows * means[d] * Number.EPSILON) ** 2
    return variance <= noise ? 1 : Math.sqrt(variance)
  })
  const standard = block.map((value, i) => value / scales[i % depth])
  const lengths = new Float64Array(rows)
  for (let i = 0; i < standard.length; i++) {
    lengths[Math.floor(i / depth)] += standard[i] * standard[i]
  }
  const laid = rows < depth ? panels(standard, rows, depth) : columnPanels(standard, rows, depth)
  const squares = gram(laid).reduce((sum, value) => sum + (value / rows) ** 2, 0)
  const mu = lengths.reduce((sum, length) => sum + length, 0) / rows / depth
  const share = ledoitWolfShrinkage({ lengths, squares, variables: depth })
  return { share, units: scales.map((scale) => mu * scale * scale) }
}

/** Solves (zᵀ z + diag(diagonal)) · w = b in place: directly, through the rows, or on the range. */
function inverse(z: Float64Array, diagonal: Float64Array, rows: number) {
  const depth = diagonal.length
  const regular = diagonal.every((value) => value > 0)
  if (depth > rows && regular) return throughRows(z, diagonal, rows)
  if (depth > rows) return onRange(z, rows)
  const covariance = gram(columnPanels(z, rows, depth))
  for (let d = 0; d < depth; d++) covariance[d * depth + d] += diagonal[d]
  const factor = wellFactored(covariance, depth)
  return factor
    ? (b: Float64Array) => choleskySolve(factor, depth, b)
    : pseudoInverse(covariance, depth)
}

/** The factor, unless a pivot is so small that the matrix counts as singular. */
function wellFactored(covariance: Float64Array, n: number): Float64Array | undefined {
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, covariance[i * n + i])
  const factor = cholesky(covariance, n, largest * 1e-100 + Number.MIN_VALUE)
  for (let i = 0; i < n; i++) {
    const pivot = factor[i * n + i] ** 2
    if (!(pivot > 1e-13 * covariance[i * n + i])) return undefined
  }
  return factor
}

/** Woodbury's identity: a system of the size of the rows. */
function throughRows(z: Float64Array, diagonal: Float64Array, rows: number) {
  const depth = diagonal.length
  const scaled = z.map((value, i) => value / Math.sqrt(diagonal[i % depth]))
  const laid = panels(scaled, rows, depth)
  const inner = gram(laid)
  for (let r = 0; r < rows; r++) inner[r * rows + r] += 1
  const factor = cholesky(inner, rows)
  const columns = columnPanels(scaled, rows, depth)
  return (b: Float64Array) => {
    for (let d = 0; d < depth; d++) b[d] /= Math.sqrt(diagonal[d])
    const left = multiplyVector(columns, choleskySolve(factor, rows, multiplyVector(laid, b)))
    for (let d = 0; d < depth; d++) b[d] = (b[d] - left[d]) / Math.sqrt(diagonal[d])
    return b
  }
}

/** The pseudo-inverse of zᵀ z from the eigenvectors of z zᵀ. */
function onRange(z: Float64Array, rows: number) {
  const depth = z.length / rows
  const laid = panels(z, rows, depth)
  const { values, vectors } = eigenSymmetric(gram(laid), rows)
  const kept = inverted(values, depth).map((value) => value * value)
  const basis = multiply(columnPanels(vectors, rows, rows), columnPanels(z, rows, depth))
  return (b: Float64Array) => {
    const shares = multiplyVector(panels(basis, rows, depth), b).map((v, k) => v * kept[k])
    b.set(multiplyVector(columnPanels(basis, rows, depth), shares))
    return b
  }
}

function pseudoInverse(covariance: Float64Array, n: number) {
  const { values, vectors } = eigenSymmetric(covariance, n)
  const kept = inverted(values, n)
  return (b: Float64Array) => {
    const shares = multiplyVector(columnPanels(vectors, n, n), b).map((v, k) => v * kept[k])
    b.set(multiplyVector(panels(vectors, n, n), shares))
    return b
  }
}

/** One over each eigenvalue; 0 for those that are rounding. */
function inverted(values: Float64Array, size: number): Float64Array {
  const least = values[values.length - 1] * size * Number.EPSILON
  return values.map((value) => (value > least ? 1 / value : 0))
}

import { eigenSymmetric } from './eigen-symmetric.ts'
import { latePackage } from './late-package.ts'
import { gram, multiply } from './multiply.ts'
import { columnPanels, panels } from './panels.ts'
import { svd } from './svd.ts'

const mlPca = latePackage<typeof import('ml-pca')>('ml-pca')

/** The directions in which rows vary most. */
export interface PrincipalComponents {
  /** Mean of each feature, shape [D]. */
  readonly means: Float64Array
  /** Unit directions by falling variance, shape [N, D], N = min(R - 1, D). */
  readonly directions: Float64Array
  /** Variance of the rows along each direction (divided by R - 1), shape [N]. */
  readonly variances: Float64Array
}

/**
 * Finds the principal components of rows.
 *
 * The element of a direction with the largest magnitude is positive (of nearly equal ones the
 * first). Small blocks are decomposed by ml-pca, large ones by `svd`; where one side is three times
 * the other, the eigenvectors of the smaller of x xᵀ and xᵀ x are twice to seven times as fast, and
 * good to 1e-8 of the largest deviation.
 *
 * @param x shape [R, D]
 * @param rows R, at least 2
 * @throws {RangeError} `x` has no such shape
 * @see `sklearn.decomposition.PCA`, up to the signs
 */
export function principalComponents(x: Float64Array, rows: number): PrincipalComponents {
  const depth = x.length / rows
  if (!Number.isInteger(depth) || rows < 2) throw new RangeError(`${x.length} values, ${rows} rows`)
  const count = Math.min(rows - 1, depth)
  const { means, centred } = centre(x, rows, depth)
  const found = methodOf(rows, depth)(centred, rows)
  const directions = found.directions.subarray(0, count * depth)
  for (let k = 0; k < count; k++) orient(directions.subarray(k * depth, (k + 1) * depth))
  return { means, directions, variances: found.variances.slice(0, count) }
}

function methodOf(rows: number, depth: number) {
  const [short, long] = [Math.min(rows, depth), Math.max(rows, depth)]
  if (short * short * long <= 1e5) return byPackage
  return long >= 3 * short ? byProducts : bySingularValues
}

function centre(x: Float64Array, rows: number, depth: number) {
  const means = new Float64Array(depth)
  for (let r = 0, i = 0; r < rows; r++) {
    for (let d = 0; d < depth; d++, i++) means[d] += x[i] / rows
  }
  const centred = new Float64Array(x.length)
  for (let r = 0, i = 0; r < rows; r++) {
    for (let d = 0; d < depth; d++, i++) centred[i] = x[i] - means[d]
  }
  return { means, centred }
}

function bySingularValues(centred: Float64Array, rows: number) {
  const { values, right } = svd(centred, rows)
  return { directions: right, variances: values.map((value) => (value * value) / (rows - 1)) }
}

function byPackage(centred: Float64Array, rows: number) {
  const depth = centred.length / rows
  const data = Array.from({ length: rows }, (_, r) =>
    Array.from(centred.subarray(r * depth, (r + 1) * depth)),
  )
  const { PCA } = mlPca()
  const pca = new PCA(data, { method: 'SVD', center: false })
  const vectors = pca.getEigenvectors()
  const directions = new Float64Array(vectors.columns * depth)
  for (let k = 0; k < vectors.columns; k++) {
    for (let d = 0; d < depth; d++) directions[k * depth + d] = vectors.get(d, k)
  }
  return { directions, variances: Float64Array.from(pca.getEigenvalues()) }
}

function byProducts(centred: Float64Array, rows: number) {
  const depth = centred.length / rows
  const tall = depth <= rows
  const size = tall ? depth : rows
  const laid = tall ? columnPanels(centred, rows, depth) : panels(centred, rows, depth)
  const { values, vectors } = eigenSymmetric(gram(laid), size)
  const falling = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < size; i++) falling[k * size + i] = vectors[i * size + (size - 1 - k)]
  }
  const variances = values.map((value) => Math.max(value, 0) / (rows - 1)).reverse()
  if (tall) return { directions: falling, variances }
  const directions = multiply(panels(falling, size, rows), columnPanels(centred, rows, depth))
  for (let k = 0; k < size; k++) normalise(directions.subarray(k * depth, (k + 1) * depth))
  return { directions, variances }
}

function normalise(direction: Float64Array): void {
  let sum = 0
  for (const value of direction) sum += value * value
  const length = Math.sqrt(sum)
  for (let d = 0; d < direction.length; d++) direction[d] /= length > 0 ? length : 1
}

/** Rounding must not choose between elements of equal magnitude, hence the margin. */
function orient(direction: Float64Array): void {
  let top = 0
  for (let d = 1; d < direction.length; d++) {
    if (Math.abs(direction[d]) > Math.abs(direction[top]) * (1 + 1e-9)) top = d
  }
  if (direction[top] < 0) for (let d = 0; d < direction.length; d++) direction[d] *= -1
}

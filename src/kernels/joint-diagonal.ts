/** A basis in which several matrices are as diagonal as can be. */
export interface JointDiagonal {
  /** Shape [N, N], a basis vector in each row. */
  readonly basis: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

const mostIterations = 100
const smallDecrease = 1e-10

/**
 * Finds the matrix b that brings all of several positive definite matrices nearest to diagonal ones
 * as b · c · bᵀ, in the measure of their likelihood.
 *
 * @param matrices each shape [N, N], symmetric, positive definite
 * @see Pham (2001), SIAM J. Matrix Anal. Appl. 22(4):1136-1152, doi:10.1137/S089547980035689X;
 *   `pyriemann.utils.ajd.ajd_pham`
 */
export function jointDiagonal(matrices: readonly Float64Array[], n: number): JointDiagonal {
  const work = matrices.map((matrix) => Float64Array.from(matrix))
  const basis = new Float64Array(n * n)
  for (let i = 0; i < n; i++) basis[i * n + i] = 1
  const small = (smallDecrease * n * (n - 1)) / 2
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    let decrease = 0
    for (let i = 1; i < n; i++) {
      for (let j = 0; j < i; j++) decrease += turnPair(work, basis, n, [i, j])
    }
    if (decrease < small) return { basis, iterations: iteration, converged: true }
  }
  return { basis, iterations: mostIterations, converged: n < 2 }
}

/** Makes one pair of rows as diagonal as can be; gives by how much the measure fell. */
function turnPair(
  work: readonly Float64Array[],
  basis: Float64Array,
  n: number,
  [i, j]: readonly [number, number],
): number {
  let [ofI, ofJ, jOverI, iOverJ] = [0, 0, 0, 0]
  for (const c of work) {
    const [ii, jj, ij] = [c[i * n + i], c[j * n + j], c[i * n + j]]
    ofI += ij / ii / work.length
    ofJ += ij / jj / work.length
    jOverI += jj / ii / work.length
    iOverJ += ii / jj / work.length
  }
  const product = Math.sqrt(iOverJ * jOverI)
  const ratio = Math.sqrt(iOverJ / jOverI)
  const even = (ratio * ofI + ofJ) / (product + 1)
  const odd = (ratio * ofI - ofJ) / Math.max(product - 1, 1e-9)
  const [fromJ, fromI] = [even + odd, (even - odd) / ratio]
  const root = 1 + Math.sqrt(Math.max(0, 1 - fromJ * fromI))
  const weights = { i, j, intoI: -fromJ / root, intoJ: -fromI / root }
  for (const c of work) {
    mixRows(c, n, weights)
    mixColumns(c, n, weights)
  }
  mixRows(basis, n, weights)
  return (work.length * (ofI * fromJ + ofJ * fromI)) / 2
}

interface PairWeights {
  readonly i: number
  readonly j: number
  readonly intoI: number
  readonly intoJ: number
}

function mixRows(c: Float64Array, n: number, { i, j, intoI, intoJ }: PairWeights): void {
  for (let k = 0; k < n; k++) {
    const [a, b] = [c[i * n + k], c[j * n + k]]
    c[i * n + k] = a + intoI * b
    c[j * n + k] = b + intoJ * a
  }
}

function mixColumns(c: Float64Array, n: number, { i, j, intoI, intoJ }: PairWeights): void {
  for (let k = 0; k < n; k++) {
    const [a, b] = [c[k * n + i], c[k * n + j]]
    c[k * n + i] = a + intoI * b
    c[k * n + j] = b + intoJ * a
  }
}

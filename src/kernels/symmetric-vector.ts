/** Which elements of a symmetric matrix are laid out, and in which order. */
export interface VectorLayout {
  /** Rows of the triangle one after the other. */
  readonly triangle: 'lower' | 'upper'
  /** `scaled`: over the square root of 2, so that off-diagonal elements count twice. */
  readonly diagonal: 'discard' | 'keep' | 'scaled'
}

/**
 * Where the elements of a symmetric matrix go in its vector: pairs (row, column).
 *
 * @param n N
 * @returns shape [L, 2]; L is N (N + 1) / 2, or N (N - 1) / 2 without the diagonal
 */
export function vectorPairs(n: number, { triangle, diagonal }: VectorLayout): Int32Array {
  const pairs: number[] = []
  for (let i = 0; i < n; i++) {
    const [from, to] = triangle === 'lower' ? [0, i + 1] : [i, n]
    for (let j = from; j < to; j++) if (i !== j || diagonal !== 'discard') pairs.push(i, j)
  }
  return Int32Array.from(pairs)
}

/**
 * Lays out symmetric matrices as vectors; a NaN on either side of the diagonal is not lost.
 *
 * @param matrices shape [R, N, N]
 * @returns shape [R, L], as `vectorPairs` orders them
 * @see `nilearn.connectome.sym_matrix_to_vec` (lower, scaled or discarded)
 */
export function symmetricVectors(
  matrices: Float64Array,
  n: number,
  layout: VectorLayout,
): Float64Array {
  const pairs = vectorPairs(n, layout)
  const length = pairs.length / 2
  const rows = matrices.length / (n * n)
  const out = new Float64Array(rows * length)
  for (let r = 0, to = 0; r < rows; r++) {
    for (let p = 0; p < pairs.length; p += 2, to++) {
      const [i, j] = [pairs[p], pairs[p + 1]]
      const from = r * n * n
      const value = (matrices[from + i * n + j] + matrices[from + j * n + i]) / 2
      const isScaled = layout.diagonal === 'scaled' && i === j
      out[to] = isScaled ? value / Math.SQRT2 : value
    }
  }
  return out
}

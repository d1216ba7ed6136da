/** The joined pairs of nodes of weighted graphs, graph after graph, in the order of i and j. */
export interface EdgeList {
  /** Number of the graph of each edge, shape [E]. */
  readonly graph: Int32Array
  /** The lower node of each edge, shape [E]. */
  readonly i: Int32Array
  /** The higher node of each edge, shape [E]. */
  readonly j: Int32Array
  /** Shape [E]. */
  readonly weight: Float32Array
}

/**
 * Lists the edges of undirected graphs: pairs i < j whose weight lies above a limit in magnitude.
 * The diagonal is not looked at. A weight that is NaN is an edge.
 *
 * @param matrices symmetric, shape [R, N, N]; what stands below the diagonal is read
 * @param nodes N
 * @param above at least 0
 * @throws {RangeError} N squared does not divide the length
 * @see scipy.sparse.coo_array of numpy.triu with k = 1 (the same pairs of a symmetric matrix)
 */
export function edgeList(matrices: ArrayLike<number>, nodes: number, above = 0): EdgeList {
  const graphs = matrices.length / (nodes * nodes)
  if (!Number.isInteger(graphs)) {
    throw new RangeError(`${matrices.length} values, not matrices of ${nodes} x ${nodes}`)
  }
  const [graph, left, right]: number[][] = [[], [], []]
  const weight: number[] = []
  for (let r = 0; r < graphs; r++) {
    for (let i = 0; i < nodes; i++) {
      for (let j = i + 1; j < nodes; j++) {
        const w = matrices[(r * nodes + j) * nodes + i]
        if (Math.abs(w) <= above) continue
        graph.push(r)
        left.push(i)
        right.push(j)
        weight.push(w)
      }
    }
  }
  const [of, i, j] = [graph, left, right].map((list) => Int32Array.from(list))
  return { graph: of, i, j, weight: Float32Array.from(weight) }
}

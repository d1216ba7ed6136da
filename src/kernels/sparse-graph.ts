import { multiply } from './multiply.ts'
import { panels } from './panels.ts'

/** An undirected graph without loops: neighbours of node i are at `starts[i] .. starts[i + 1]`. */
export interface SparseGraph {
  readonly nodes: number
  /** Shape [N + 1]. */
  readonly starts: Int32Array
  /** Ascending for each node; an edge stands at both of its nodes. */
  readonly neighbours: Int32Array
  /** Shape of `neighbours`. */
  readonly weights: Float64Array
}

/** Rows whose products are taken at a time. */
const BLOCK = 256

/**
 * The graph of rows that go together: an edge where Pearson's correlation lies above a limit.
 *
 * Correlations are taken block by block and only edges are kept, so that memory grows with the
 * edges and not with N². A constant row has no edges; a row with NaN has none either.
 *
 * @param x shape [N, T]
 * @param rows N
 * @param above from -1 to 1, exclusive: an edge needs more
 */
export function correlationGraph(x: ArrayLike<number>, rows: number, above: number): SparseGraph {
  const units = unitRows(x, rows)
  const samples = x.length / rows
  const edges = edgeLists(rows)
  for (let i = 0; i < rows; i += BLOCK) {
    const high = Math.min(rows, i + BLOCK)
    const a = panels(units.subarray(i * samples, high * samples), high - i, samples)
    for (let j = 0; j <= i; j += BLOCK) {
      const wide = Math.min(rows, j + BLOCK)
      const b = panels(units.subarray(j * samples, wide * samples), wide - j, samples)
      const r = multiply(a, b)
      for (let p = i, at = 0; p < high; p++) {
        for (let q = j; q < wide; q++, at++) if (q < p && r[at] > above) edges.add(p, q, r[at])
      }
    }
  }
  return edges.graph()
}

/**
 * The graph of a symmetric matrix: an edge where an element off the diagonal lies above a limit.
 *
 * @param matrix shape [N, N]; the lower triangle is read
 */
export function matrixGraph(matrix: Float64Array, n: number, above: number): SparseGraph {
  const edges = edgeLists(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (matrix[i * n + j] > above) edges.add(i, j, matrix[i * n + j])
    }
  }
  return edges.graph()
}

function edgeLists(nodes: number) {
  const ends: number[][] = Array.from({ length: nodes }, () => [])
  const weights: number[][] = Array.from({ length: nodes }, () => [])
  return {
    add(a: number, b: number, weight: number) {
      ends[a].push(b)
      weights[a].push(weight)
      ends[b].push(a)
      weights[b].push(weight)
    },
    graph(): SparseGraph {
      const starts = new Int32Array(nodes + 1)
      for (let i = 0; i < nodes; i++) starts[i + 1] = starts[i] + ends[i].length
      const neighbours = new Int32Array(starts[nodes])
      const all = new Float64Array(starts[nodes])
      for (let i = 0; i < nodes; i++) {
        const order = Int32Array.from(ends[i], (_, e) => e)
        order.sort((e, f) => ends[i][e] - ends[i][f])
        order.forEach((e, at) => {
          neighbours[starts[i] + at] = ends[i][e]
          all[starts[i] + at] = weights[i][e]
        })
      }
      return { nodes, starts, neighbours, weights: all }
    },
  }
}

/** Each row less its mean, of length 1; NaN for a constant one. */
function unitRows(x: ArrayLike<number>, rows: number): Float64Array {
  const samples = x.length / rows
  const out = new Float64Array(x.length)
  for (let r = 0; r < rows; r++) {
    const from = r * samples
    let [mean, squares] = [0, 0]
    for (let t = 0; t < samples; t++) mean += x[from + t] / samples
    for (let t = 0; t < samples; t++) squares += (x[from + t] - mean) ** 2
    const isFlat = squares <= samples * (1e-7 * mean) ** 2
    const length = isFlat ? Number.NaN : Math.sqrt(squares)
    for (let t = 0; t < samples; t++) out[from + t] = (x[from + t] - mean) / length
  }
  return out
}

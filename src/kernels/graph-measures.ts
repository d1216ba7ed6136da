import type { SparseGraph } from './sparse-graph.ts'

/** How many edges each node has, shape [N]. */
export function degrees({ nodes, starts }: SparseGraph): Float64Array {
  return Float64Array.from({ length: nodes }, (_, i) => starts[i + 1] - starts[i])
}

/** The sum of the weights of each node's edges, shape [N]. */
export function strengths({ nodes, starts, weights }: SparseGraph): Float64Array {
  return Float64Array.from({ length: nodes }, (_, i) => {
    let sum = 0
    for (let e = starts[i]; e < starts[i + 1]; e++) sum += weights[e]
    return sum
  })
}

/**
 * How many edges of each node are as long as a band says, shape [N, B].
 *
 * @param mm places of the nodes, shape [N, 3]
 * @param edgesMm ends of the bands, ascending, B + 1 of them; a band holds its lower end
 */
export function degreesByDistance(
  { nodes, starts, neighbours }: SparseGraph,
  mm: Float64Array,
  edgesMm: readonly number[],
): Float64Array {
  const bands = edgesMm.length - 1
  const out = new Float64Array(nodes * bands)
  for (let i = 0; i < nodes; i++) {
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = neighbours[e]
      const apart = [0, 1, 2].map((axis) => mm[3 * i + axis] - mm[3 * j + axis])
      const length = Math.hypot(...apart)
      const band = edgesMm.findLastIndex((edge) => length >= edge)
      if (band >= 0 && band < bands) out[i * bands + band]++
    }
  }
  return out
}

/**
 * How many cycles of three edges go through each node, shape [N]: half the diagonal of the cube of
 * the adjacency matrix, counted by meeting lists of neighbours.
 *
 * @see `networkx.triangles`
 */
export function triangles({ nodes, starts, neighbours }: SparseGraph): Float64Array {
  const marked = new Uint8Array(nodes)
  return Float64Array.from({ length: nodes }, (_, i) => {
    for (let e = starts[i]; e < starts[i + 1]; e++) marked[neighbours[e]] = 1
    let ends = 0
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = neighbours[e]
      for (let f = starts[j]; f < starts[j + 1]; f++) ends += marked[neighbours[f]]
    }
    for (let e = starts[i]; e < starts[i + 1]; e++) marked[neighbours[e]] = 0
    return ends / 2
  })
}

/**
 * The share of pairs of each node's neighbours that are neighbours themselves, shape [N]; 0 for
 * nodes with fewer than two.
 *
 * @see `networkx.clustering`; Watts & Strogatz (1998), Nature 393:440-442, doi:10.1038/30918
 */
export function clustering(graph: SparseGraph): Float64Array {
  const ends = degrees(graph)
  return triangles(graph).map((count, i) => {
    return ends[i] < 2 ? 0 : (2 * count) / (ends[i] * (ends[i] - 1))
  })
}

/**
 * The mean over pairs of nodes of one over the number of edges between them, 0 where there is no
 * way; 0 for fewer than two nodes.
 *
 * @see `networkx.global_efficiency`; Latora & Marchiori (2001), Phys. Rev. Lett. 87:198701,
 *   doi:10.1103/PhysRevLett.87.198701
 */
export function globalEfficiency({ nodes, starts, neighbours }: SparseGraph): number {
  if (nodes < 2) return 0
  const seen = new Int32Array(nodes).fill(-1)
  const queue = new Int32Array(nodes)
  const steps = new Int32Array(nodes)
  let sum = 0
  for (let from = 0; from < nodes; from++) {
    queue[0] = from
    seen[from] = from
    steps[from] = 0
    for (let head = 0, tail = 1; head < tail; head++) {
      const i = queue[head]
      if (i !== from) sum += 1 / steps[i]
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        const j = neighbours[e]
        if (seen[j] === from) continue
        seen[j] = from
        steps[j] = steps[i] + 1
        queue[tail++] = j
      }
    }
  }
  return sum / (nodes * (nodes - 1))
}

/**
 * The global efficiency of the neighbours of each node among themselves, shape [N].
 *
 * @see `networkx.local_efficiency`, which is the mean over nodes
 */
export function localEfficiency(graph: SparseGraph): Float64Array {
  const place = new Int32Array(graph.nodes).fill(-1)
  return Float64Array.from({ length: graph.nodes }, (_, i) => {
    return globalEfficiency(neighbourhood(graph, i, place))
  })
}

/** The graph among the neighbours of a node; `place` is -1 everywhere, before and after. */
function neighbourhood(graph: SparseGraph, i: number, place: Int32Array): SparseGraph {
  const { starts, neighbours } = graph
  const own = neighbours.subarray(starts[i], starts[i + 1])
  own.forEach((j, at) => {
    place[j] = at
  })
  const inside: number[] = []
  const from = new Int32Array(own.length + 1)
  for (const [at, j] of own.entries()) {
    for (let e = starts[j]; e < starts[j + 1]; e++) {
      if (place[neighbours[e]] >= 0) inside.push(place[neighbours[e]])
    }
    from[at + 1] = inside.length
  }
  for (const j of own) place[j] = -1
  const weights = new Float64Array(inside.length)
  return { nodes: own.length, starts: from, neighbours: Int32Array.from(inside), weights }
}

import { degrees } from './graph-measures.ts'
import type { SparseGraph } from './sparse-graph.ts'

/** Communities of a graph, and how much they hold together. */
export interface Communities {
  /** Number of each node's community, from 0 in order of the first node, shape [N]. */
  readonly of: Int32Array
  /** Newman's Q; 0 for a graph without edges. */
  readonly modularity: number
}

/**
 * The share of edges within communities less what chance would put there.
 *
 * @param of number of each node's community, shape [N]
 * @see `networkx.community.modularity` without weights
 */
export function modularityOf(graph: SparseGraph, of: ArrayLike<number>): number {
  const { nodes, starts, neighbours } = graph
  const ends = neighbours.length
  if (ends === 0) return 0
  const inside = new Map<number, number>()
  const total = new Map<number, number>()
  for (let i = 0; i < nodes; i++) {
    total.set(of[i], (total.get(of[i]) ?? 0) + starts[i + 1] - starts[i])
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      if (of[neighbours[e]] === of[i]) inside.set(of[i], (inside.get(of[i]) ?? 0) + 1)
    }
  }
  let sum = 0
  for (const [community, all] of total) {
    sum += (inside.get(community) ?? 0) / ends - (all / ends) ** 2
  }
  return sum
}

/**
 * Joins communities, one node each at first, as long as that raises modularity, the best two each
 * time; of equal ones those of the lowest nodes.
 *
 * @see `networkx.community.greedy_modularity_communities`; Clauset, Newman & Moore (2004), Phys.
 *   Rev. E 70:066111, doi:10.1103/PhysRevE.70.066111
 */
export function greedyCommunities(graph: SparseGraph): Communities {
  const { nodes } = graph
  const shares = degrees(graph).map((degree) => degree / Math.max(1, graph.neighbours.length))
  const gains = gainsOf(graph, shares)
  const best = gains.map(bestOf)
  const parent = Int32Array.from({ length: nodes }, (_, i) => i)
  for (;;) {
    const u = best.reduce((at, one, i) => (one.gain > (best[at]?.gain ?? 0) ? i : at), -1)
    if (u < 0) break
    const v = best[u].to
    for (const w of join(gains, shares, u, v)) best[w] = bestOf(gains[w])
    best[u] = { gain: Number.NEGATIVE_INFINITY, to: -1 }
    best[v] = bestOf(gains[v])
    parent[u] = v
    shares[v] += shares[u]
    shares[u] = 0
  }
  const roots = Int32Array.from(parent, (_, i) => rootOf(parent, i))
  const number = new Map<number, number>()
  const of = roots.map((root) => {
    const known = number.get(root) ?? number.size
    number.set(root, known)
    return known
  })
  return { of, modularity: modularityOf(graph, of) }
}

type Gains = Map<number, number>

/** What joining two neighbours would add to modularity. */
function gainsOf({ nodes, starts, neighbours }: SparseGraph, shares: Float64Array): Gains[] {
  const unit = 2 / Math.max(1, neighbours.length)
  return Array.from({ length: nodes }, (_, i) => {
    const own: Gains = new Map()
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = neighbours[e]
      own.set(j, unit - 2 * shares[i] * shares[j])
    }
    return own
  })
}

/** The largest gain, of equal ones the lowest place. */
function bestOf(gains: Gains): { gain: number; to: number } {
  let best = { gain: Number.NEGATIVE_INFINITY, to: -1 }
  for (const [to, gain] of gains) {
    if (gain > best.gain || (gain === best.gain && to < best.to)) best = { gain, to }
  }
  return best
}

/** Puts community u into v; gives those whose gains have changed. */
function join(gains: Gains[], shares: Float64Array, u: number, v: number): number[] {
  const changed = new Set([...gains[u].keys(), ...gains[v].keys()])
  changed.delete(u)
  changed.delete(v)
  for (const w of changed) {
    const [a, b] = [gains[u].get(w), gains[v].get(w)]
    const gain =
      a !== undefined && b !== undefined
        ? a + b
        : a === undefined
          ? (b ?? 0) - 2 * shares[u] * shares[w]
          : a - 2 * shares[v] * shares[w]
    gains[w].delete(u)
    gains[w].set(v, gain)
    gains[v].set(w, gain)
  }
  gains[v].delete(u)
  gains[u].clear()
  return [...changed]
}

function rootOf(parent: Int32Array, i: number): number {
  while (parent[i] !== i) i = parent[i]
  return i
}

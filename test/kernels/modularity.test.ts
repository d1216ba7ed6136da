import { expect, test } from 'vitest'
import { greedyCommunities, modularityOf } from '../../src/kernels/modularity.ts'
import { correlationGraph, matrixGraph } from '../../src/kernels/sparse-graph.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Case {
  nodes: number
  above: number
  x: number[]
  greedy: number
  halves: number
}

test.each(fmriGolden<Case[]>('graphs.json'))('$nodes nodes above $above: networkx', (golden) => {
  const graph = correlationGraph(golden.x, golden.nodes, golden.above)
  const halves = Array.from({ length: golden.nodes }, (_, i) => (i < golden.nodes / 2 ? 0 : 1))
  const why = { absolute: 1e-12, why: 'other order of sums in f64' }
  expectClose([modularityOf(graph, halves)], [golden.halves], why)
  expectClose([greedyCommunities(graph).modularity], [golden.greedy], why)
})

test('two pairs are two communities', () => {
  const pairs = matrixGraph(Float64Array.of(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0), 4, 0)
  const { of, modularity } = greedyCommunities(pairs)
  expect([[...of], modularity]).toEqual([[0, 0, 1, 1], 0.5])
})

test('a graph without edges has modularity 0', () => {
  const { of, modularity } = greedyCommunities(matrixGraph(new Float64Array(4), 2, 0))
  expect([[...of], modularity]).toEqual([[0, 1], 0])
})

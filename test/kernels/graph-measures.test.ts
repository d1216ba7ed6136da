import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clustering,
  degrees,
  degreesByDistance,
  globalEfficiency,
  localEfficiency,
  strengths,
  triangles,
} from '../../src/kernels/graph-measures.ts'
import { correlationGraph, matrixGraph } from '../../src/kernels/sparse-graph.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { symmetric } from '../linalg-golden.ts'

interface Case {
  nodes: number
  above: number
  x: number[]
  degree: number[]
  strength: number[]
  cycles: number[]
  clustering: number[]
  localEfficiency: number[]
  globalEfficiency: number
}

const why = { relative: 1e-10, why: 'other order of sums in f64' }

test.each(fmriGolden<Case[]>('graphs.json'))('$nodes nodes above $above: networkx', (golden) => {
  const graph = correlationGraph(golden.x, golden.nodes, golden.above)
  expect([...degrees(graph)]).toEqual(golden.degree)
  expect([...triangles(graph)]).toEqual(golden.cycles)
  expectClose(strengths(graph), golden.strength, why)
  expectClose(clustering(graph), golden.clustering, why)
  expectClose(localEfficiency(graph), golden.localEfficiency, why)
  expectClose([globalEfficiency(graph)], [golden.globalEfficiency], why)
})

test('edges are counted by their length', () => {
  const graph = matrixGraph(Float64Array.of(0, 1, 1, 1, 0, 0, 1, 0, 0), 3, 0)
  const mm = Float64Array.of(0, 0, 0, 3, 0, 0, 0, 10, 0)
  expect([...degreesByDistance(graph, mm, [0, 5, 20])]).toEqual([1, 1, 1, 0, 0, 1])
})

describe('properties', () => {
  test('cycles of three are half the diagonal of the cube of the adjacency matrix', () => {
    const law = fc.property(fc.nat(1000), fc.integer({ min: 2, max: 12 }), (seed, n) => {
      const matrix = symmetric(n, seed)
      const a = matrix.map((value, i) => (i % (n + 1) !== 0 && value > 0 ? 1 : 0))
      const cube = (i: number) => {
        let sum = 0
        for (let j = 0; j < n; j++) {
          for (let k = 0; k < n; k++) sum += a[i * n + j] * a[j * n + k] * a[k * n + i]
        }
        return sum
      }
      const found = triangles(matrixGraph(matrix, n, 0))
      expect([...found]).toEqual(Array.from({ length: n }, (_, i) => cube(i) / 2))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

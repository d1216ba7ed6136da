import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edgeList } from '../../src/kernels/edge-list.ts'

const golden = JSON.parse(
  readFileSync(new URL('../golden/edges/edges.json', import.meta.url), 'utf8'),
) as { nodes: number; matrices: number[]; cases: { above: number; edges: number[][] }[] }

function rowsOf({ graph, i, j, weight }: ReturnType<typeof edgeList>): number[][] {
  return Array.from(graph, (of, e) => [of, i[e], j[e], weight[e]])
}

describe('edgeList', () => {
  test('lists pairs above the diagonal that are not 0', () => {
    const edges = edgeList([1, 0.5, 0, 0.5, 1, -2, 0, -2, 1], 3)
    expect(rowsOf(edges)).toEqual([
      [0, 0, 1, 0.5],
      [0, 1, 2, -2],
    ])
  })

  test.each(golden.cases)('agrees with SciPy above $above', ({ above, edges }) => {
    expect(rowsOf(edgeList(golden.matrices, golden.nodes, above))).toEqual(edges)
  })

  test('NaN is an edge; a length that is no square is refused', () => {
    expect(rowsOf(edgeList([1, Number.NaN, Number.NaN, 1], 2, 5))).toEqual([[0, 0, 1, Number.NaN]])
    expect(() => edgeList([1, 2, 3], 2)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('a graph and its opposite have the same pairs', () => {
    const weights = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 16, maxLength: 16 })
    const law = fc.property(weights, (matrix) => {
      const pairs = (of: number[]) => rowsOf(edgeList(of, 4, 1)).map((row) => row.slice(0, 3))
      expect(pairs(matrix.map((weight) => -weight))).toEqual(pairs(matrix))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

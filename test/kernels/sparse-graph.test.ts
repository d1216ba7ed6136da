import { expect, test } from 'vitest'
import { correlation } from '../../src/kernels/correlation.ts'
import { correlationGraph, matrixGraph } from '../../src/kernels/sparse-graph.ts'
import { expectClose } from '../close.ts'
import { normals } from '../linalg-golden.ts'

test('an edge stands at both of its nodes, in order', () => {
  const graph = matrixGraph(Float64Array.of(9, 1, 2, 1, 9, 0, 2, 0, 9), 3, 0.5)
  expect([...graph.starts]).toEqual([0, 2, 3, 4])
  expect([...graph.neighbours]).toEqual([1, 2, 0, 0])
  expect([...graph.weights]).toEqual([1, 2, 1, 2])
})

test('more rows than a block have all their edges, constant ones and NaN none', () => {
  const [rows, samples] = [600, 8]
  const x = normals(rows * samples, 4)
  x.fill(3, 0, samples)
  x[samples] = NaN
  const graph = correlationGraph(x, rows, 0.5)
  expect([...graph.starts.subarray(0, 3)]).toEqual([0, 0, 0])
  const row = (r: number) => x.subarray(r * samples, (r + 1) * samples)
  for (const i of [2, 300, 599]) {
    const own = graph.neighbours.subarray(graph.starts[i], graph.starts[i + 1])
    const near: number[] = []
    for (let j = 2; j < rows; j++) if (j !== i && correlation(row(i), row(j)) > 0.5) near.push(j)
    expect([...own]).toEqual(near)
    const weights = graph.weights.subarray(graph.starts[i], graph.starts[i + 1])
    const expected = near.map((j) => correlation(row(i), row(j)))
    expectClose(weights, expected, { absolute: 1e-12, why: 'order of sums' })
  }
})

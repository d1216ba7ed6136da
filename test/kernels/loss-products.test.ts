import { expect, test } from 'vitest'
import { makeDesign } from '../../src/kernels/design.ts'
import { withLossProducts } from '../../src/kernels/loss-products.ts'
import type { Loss } from '../../src/kernels/newton-cg.ts'

/** Bends by 1, 2, 3, ... at the rows, alike for all outputs. */
function bending(outputs: number): Loss {
  return {
    outputs,
    smooth: true,
    slope: (_z, out) => out.fill(0),
    curve(v, out) {
      for (let i = 0; i < v.length; i++) out[i] = ((i % 3) + 1) * v[i]
    },
    bends(out) {
      for (let i = 0; i < out.length; i++) out[i] = (i % 3) + 1
    },
  }
}

test('one output and several outputs have the same products', () => {
  const x = Float64Array.of(1, 2, 0.5, -1, 3, 4)
  const design = makeDesign(x, 3, { weights: 1, intercept: 0 })
  const results = [1, 2].map((outputs) => {
    const p = Float64Array.from({ length: 3 * outputs }, (_, i) => [1, -1, 2][i % 3])
    const z = new Float64Array(3 * outputs)
    const out = new Float64Array(3 * outputs)
    withLossProducts(design, bending(outputs), (products) => {
      products.bend()
      products.curved(p, z, out)
    })
    return [...z.subarray(0, 3), ...out.subarray(0, 3)]
  })
  expect(results[0]).toEqual([1, 3.5, 1, 13.5, 7, 11])
  expect(results[1]).toEqual(results[0])
})

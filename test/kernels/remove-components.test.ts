import { describe, expect, test } from 'vitest'
import { removeComponents, sourceOf } from '../../src/kernels/remove-components.ts'

const half = Math.SQRT1_2
const found = {
  means: Float64Array.of(1, 2),
  mixing: Float64Array.of(half, half, half, -half),
  unmixing: Float64Array.of(half, half, half, -half),
}

describe('removing components', () => {
  test('takes away what the component brings and leaves the means', () => {
    const out = removeComponents(Float32Array.of(2, 1, 4, 2), found, [0])
    expect(Array.from(out)).toEqual([0.5, 1, 2.5, 2].map((v) => expect.closeTo(v, 6)))
  })

  test('without components leaves the signals, with all of them the means', () => {
    const x = Float32Array.of(2, 1, 4, 2)
    expect(removeComponents(x, found, [])).toEqual(x)
    const none = removeComponents(x, found, [0, 1])
    expect(Array.from(none)).toEqual([1, 1, 2, 2].map((v) => expect.closeTo(v, 6)))
  })

  test('a source is a weighted sum of channels without their means', () => {
    const [first, second] = sourceOf([2, 1, 4, 2], found.unmixing.subarray(0, 2), found.means)
    expect(first).toBeCloseTo(3 * half, 14)
    expect(second).toBe(0)
  })

  test('NaN stays at its sample', () => {
    const out = removeComponents(Float32Array.of(Number.NaN, 1, 4, 2), found, [0])
    expect(Array.from(out, Number.isNaN)).toEqual([true, false, true, false])
  })
})

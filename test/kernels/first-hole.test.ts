import { expect, test } from 'vitest'
import { firstHole } from '../../src/kernels/first-hole.ts'

test('the first value that is not finite is found', () => {
  expect(firstHole(Float32Array.of(1, Number.NEGATIVE_INFINITY, Number.NaN))).toBe(1)
  expect(firstHole(Float32Array.of(Number.NaN))).toBe(0)
})

test('it is found in any block of a long row', () => {
  for (const at of [0, 1023, 1024, 2999]) {
    const row = new Float64Array(3000)
    row[at] = Number.POSITIVE_INFINITY
    expect(firstHole(row)).toBe(at)
  }
})

test('a row without one gives -1', () => {
  expect(firstHole(Float32Array.of(1, 1e-45, -3e38))).toBe(-1)
  expect(firstHole(new Float32Array(0))).toBe(-1)
})

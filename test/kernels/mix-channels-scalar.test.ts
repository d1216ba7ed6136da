import { expect, test } from 'vitest'
import { mixChannelsScalar } from '../../src/kernels/mix-channels-scalar.ts'

test('is the product of weights and samples', () => {
  const x = Float32Array.of(1, 2, 10, 20)
  expect([...mixChannelsScalar(Float64Array.of(1, 2, 0, -1), x, 2)]).toEqual([21, 42, -10, -20])
})

test('NaN goes where its weight is not 0', () => {
  const x = Float32Array.of(Number.NaN, 1)
  const mixed = mixChannelsScalar(Float64Array.of(0, 2, 1, 1), x, 1)
  expect([...mixed]).toEqual([2, Number.NaN])
})

test('sizes that do not fit are refused', () => {
  expect(() => mixChannelsScalar(new Float64Array(5), new Float32Array(4), 2)).toThrow(RangeError)
})

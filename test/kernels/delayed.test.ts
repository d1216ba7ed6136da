import { expect, test } from 'vitest'
import { delayed } from '../../src/kernels/delayed.ts'

test('delays stand beside each other, zeros before the first row', () => {
  const x = Float64Array.of(1, 10, 2, 20, 3, 30)
  expect([...delayed(x, 3, [0, 1])]).toEqual([1, 10, 0, 0, 2, 20, 1, 10, 3, 30, 2, 20])
})

test('a negative delay looks ahead', () => {
  expect([...delayed(Float64Array.of(1, 2, 3), 3, [-1, 5])]).toEqual([2, 0, 3, 0, 0, 0])
})

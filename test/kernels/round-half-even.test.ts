import { expect, test } from 'vitest'
import { roundHalfEven } from '../../src/kernels/round-half-even.ts'

test('halves go to the even number, all else to the nearest', () => {
  const given = [0.5, 1.5, 2.5, -0.5, -1.5, 0.49, 2.51, -2.2, 7]
  expect(given.map((x) => roundHalfEven(x) + 0)).toEqual([0, 2, 2, 0, -2, 0, 3, -2, 7])
})

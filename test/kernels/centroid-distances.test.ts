import { expect, test } from 'vitest'
import { centroidDistances } from '../../src/kernels/centroid-distances.ts'

test('distances are Euclidean, NaN stays in its row', () => {
  const x = Float64Array.of(0, 0, NaN, 1)
  const out = centroidDistances(x, Float64Array.of(3, 4, 0, 1), 2)
  expect(Array.from(out)).toEqual([5, 1, NaN, NaN])
})

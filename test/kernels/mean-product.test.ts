import { expect, test } from 'vitest'
import { meanProduct } from '../../src/kernels/mean-product.ts'

test('is the mean of covariances about 0, blocks of any length counting the same', () => {
  const blocks = [
    { values: Float32Array.of(1, 3, 2, 4), samples: 2 },
    { values: Float32Array.of(2, 0), samples: 1 },
  ]
  expect([...meanProduct(blocks, 2)]).toEqual([4.5, 3.5, 3.5, 5])
})

test('is NaN without blocks', () => {
  expect([...meanProduct([], 1)]).toEqual([Number.NaN])
})

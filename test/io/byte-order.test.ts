import { describe, expect, test } from 'vitest'
import { swapBytes } from '../../src/io/byte-order.ts'

describe('swapBytes', () => {
  test('each number is turned in place, the rest stays', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5)
    swapBytes(bytes, 2)
    expect([...bytes]).toEqual([2, 1, 4, 3, 5])
    swapBytes(bytes, 4)
    expect([...bytes]).toEqual([3, 4, 1, 2, 5])
    swapBytes(bytes, 1)
    expect([...bytes]).toEqual([3, 4, 1, 2, 5])
  })
})

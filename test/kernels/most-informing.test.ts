import { describe, expect, test } from 'vitest'
import { mostInforming } from '../../src/kernels/most-informing.ts'

const rows = Array.from({ length: 30 }, (_, i) => [
  (i * 7919) % 31,
  (i % 2) * 10 + ((i * 13) % 7) / 7,
  (i * i) % 29,
  (i % 2) * 5 + ((i * 17) % 11) / 11,
])
const codes = rows.map((_, i) => i % 2)

describe('mostInforming', () => {
  test('finds the features that follow the class, in the order of their places', () => {
    expect(mostInforming(rows, codes, 2)).toEqual([1, 3])
  })

  test('rows that are not finite do not count', () => {
    const holed = [...rows, [Number.NaN, 0, 0, 0]]
    expect(mostInforming(holed, [...codes, 0], 2)).toEqual([1, 3])
  })
})

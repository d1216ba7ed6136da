import { describe, expect, test } from 'vitest'
import { rational } from '../../src/kernels/rational.ts'

describe('rational', () => {
  test('gives the smallest fraction of two rates', () => {
    expect(rational(200, 500)).toEqual({ up: 2, down: 5 })
    expect(rational(256, 256)).toEqual({ up: 1, down: 1 })
    expect(rational(1000, 1)).toEqual({ up: 1000, down: 1 })
    expect(rational(100, 173.61)).toEqual({ up: 10000, down: 17361 })
    expect(rational(0.5, 1 / 3)).toEqual({ up: 3, down: 2 })
  })

  test('gives none when whole numbers up to the bound do not reach the ratio', () => {
    expect(rational(Math.PI, 1, 1000)).toBeUndefined()
    expect(rational(1, 1e9)).toBeUndefined()
    expect(rational(0, 1)).toBeUndefined()
    expect(rational(Number.NaN, 1)).toBeUndefined()
  })
})

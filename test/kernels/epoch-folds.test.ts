import { describe, expect, test } from 'vitest'
import { neighbouringFolds, shuffledFolds } from '../../src/kernels/epoch-folds.ts'

describe('neighbouringFolds', () => {
  test('cuts in order, the first ones longer', () => {
    expect(neighbouringFolds(5, 2)).toEqual([
      { test: [0, 1, 2], train: [3, 4] },
      { test: [3, 4], train: [0, 1, 2] },
    ])
    expect(() => neighbouringFolds(3, 4)).toThrow(RangeError)
  })
})

describe('shuffledFolds', () => {
  test('tests a fifth of each group, and depends on the seed alone', () => {
    const folds = shuffledFolds([10, 10], 3, 7)
    expect(folds).toEqual(shuffledFolds([10, 10], 3, 7))
    expect(folds).not.toEqual(shuffledFolds([10, 10], 3, 8))
    for (const { train, test: held } of folds) {
      expect([...train, ...held].sort((a, b) => a - b)).toEqual([...Array(20).keys()])
      expect(held.filter((i) => i < 10).length).toBe(2)
      expect(held.length).toBe(4)
    }
    expect(shuffledFolds([3], 1, 1)[0].test.length).toBe(1)
  })
})

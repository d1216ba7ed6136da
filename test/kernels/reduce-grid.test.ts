import { describe, expect, test } from 'vitest'
import { reduceGrid } from '../../src/kernels/reduce-grid.ts'

const values = Float64Array.from({ length: 12 }, (_, i) => i)

describe('reduceGrid', () => {
  test('puts time before frequency and averages over groups and runs', () => {
    const grid = { values, rows: 1, frequencies: 3, frames: 4, parts: 1 }
    const groups = [
      { from: 0, to: 1 },
      { from: 1, to: 3 },
    ]
    expect([...reduceGrid(grid, groups, 1)]).toEqual([0, 6, 1, 7, 2, 8, 3, 9])
    expect([...reduceGrid(grid, groups, 3)]).toEqual([1, 7])
  })

  test('parts of a point follow each other, each with all its groups', () => {
    const grid = { values, rows: 1, frequencies: 2, frames: 3, parts: 2 }
    const each = [0, 1].map((k) => ({ from: k, to: k + 1 }))
    expect([...reduceGrid(grid, each, 1)].slice(0, 4)).toEqual([0, 6, 1, 7])
  })
})

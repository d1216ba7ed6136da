import { describe, expect, test } from 'vitest'
import { requireSameGrid } from '../../src/tables/same-grid.ts'
import type { Grid } from '../../src/tables/volumes.ts'

const grid: Grid = { shape: [2, 3, 4], affine: [3, 0, 0, 1, 0, 3, 0, 2, 0, 0, 3, 3, 0, 0, 0, 1] }

describe('requireSameGrid', () => {
  test('accepts affines that differ by rounding', () => {
    const affine = grid.affine.map((value) => value * (1 + 1e-7))
    expect(() => requireSameGrid(grid, { ...grid, affine }, {})).not.toThrow()
  })

  test('refuses another shape or affine and shows both grids', () => {
    const affine = grid.affine.with(3, 1.5)
    expect(() => requireSameGrid(grid, { ...grid, affine }, {})).toThrow(/grid-mismatch.*1.5/)
    expect(() => requireSameGrid(grid, { ...grid, shape: [2, 3, 5] }, {})).toThrow(/\[2,3,5\]/)
  })

  test('refuses an affine that is not a number', () => {
    const affine = grid.affine.with(0, Number.NaN)
    expect(() => requireSameGrid(grid, { ...grid, affine }, {})).toThrow(/grid-mismatch/)
  })
})

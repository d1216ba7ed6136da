import { expect, test } from 'vitest'
import { columnPanels, panels } from '../../src/kernels/panels.ts'

test('rows are interleaved by four, missing rows are zero', () => {
  const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  const { values, rows, depth } = panels(x, 5, 2)
  expect([rows, depth]).toEqual([5, 2])
  expect(Array.from(values)).toEqual([1, 3, 5, 7, 2, 4, 6, 8, 9, 0, 0, 0, 10, 0, 0, 0])
})

test('columns are laid out as the rows of the transpose', () => {
  const x = [1, 2, 3, 4, 5, 6]
  expect(columnPanels(x, 2, 3)).toEqual(panels([1, 4, 2, 5, 3, 6], 3, 2))
})

test('another number of values is refused', () => {
  expect(() => panels([1, 2, 3], 2, 2)).toThrow(RangeError)
  expect(() => columnPanels([1, 2, 3], 2, 2)).toThrow(RangeError)
})

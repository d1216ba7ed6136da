import { describe, expect, test } from 'vitest'
import { confoundColumns } from '../../src/datasets/confound-columns.ts'

const numbers = { column1: Float64Array.of(1), column2: Float64Array.of(2) }

describe('confoundColumns', () => {
  test('chooses columns of a file with a header', () => {
    const place = { path: 'a.tsv', columns: ['column2'] }
    expect(confoundColumns(numbers, place)).toEqual({ column2: Float64Array.of(2) })
    expect(() => confoundColumns(numbers, { ...place, columns: ['x'] })).toThrow(/column-missing/)
  })

  test('names the columns of a file without one', () => {
    const place = { path: 'a.txt', columns: ['x', 'y'] }
    expect(Object.keys(confoundColumns(numbers, place))).toEqual(['x', 'y'])
    expect(() => confoundColumns(numbers, { ...place, columns: ['x'] })).toThrow(/length-mismatch/)
    expect(confoundColumns(numbers, { path: 'a.txt' })).toBe(numbers)
  })
})

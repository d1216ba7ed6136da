import { expect, test } from 'vitest'
import { definiteMatricesOf } from '../../src/tables/definite-matrices.ts'
import { withMatrices } from '../../src/tables/features.ts'
import { exampleTable } from '../fixtures/tables.ts'

const table = exampleTable('matrices', { channels: ['a', 'b'], pieces: 2 })
const how = { stage: 'tangent', finite: true }

test('good matrices are given with their size', () => {
  const { values, channels } = definiteMatricesOf(table, how)
  expect(channels).toBe(2)
  expect(values).toHaveLength(8)
})

test('the first bad one is named by recording and window', () => {
  const bad = withMatrices(table, Float32Array.of(1, 0, 0, 1, 1, 2, 2, 1))
  expect(() => definiteMatricesOf(bad, how)).toThrow(/rank-deficient.*S1_1, window 1/)
})

test('NaN is refused or passed, as asked', () => {
  const bad = withMatrices(table, Float32Array.of(NaN, 0, 0, 1, 1, 0, 0, 1))
  expect(() => definiteMatricesOf(bad, how)).toThrow(/non-finite.*window 0/)
  expect(definiteMatricesOf(bad, { ...how, finite: false }).channels).toBe(2)
})

test('rows that are not square are refused', () => {
  const bad = withMatrices(table, new Float32Array(6))
  expect(() => definiteMatricesOf(bad, how)).toThrow(/length-mismatch/)
})

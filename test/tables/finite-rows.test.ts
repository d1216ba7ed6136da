import { expect, test } from 'vitest'
import { matrixOf, withFeatures } from '../../src/tables/features.ts'
import { finiteRowsOf, rowFacts } from '../../src/tables/finite-rows.ts'
import { exampleTable } from '../fixtures/tables.ts'

const table = exampleTable('features', { pieces: 2 })

test('finite rows are given as they are', () => {
  expect(finiteRowsOf(table, 'pca')).toEqual(matrixOf(table))
})

test('the first number that is not finite is named', () => {
  const bad = withFeatures(table, Float32Array.of(1, 2, 3, Infinity))
  expect(() => finiteRowsOf(bad, 'pca')).toThrow(/non-finite.*pca.*S1_1, window 1, feature 1/)
})

test('rows of tables without windows are named by number', () => {
  expect(rowFacts(exampleTable('signals'), 3)).toEqual({ recording: 'S1_1', row: 3 })
})

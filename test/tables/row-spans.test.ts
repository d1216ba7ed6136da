import { expect, test } from 'vitest'
import { rowSpans } from '../../src/tables/row-spans.ts'
import { exampleTable } from '../fixtures/tables.ts'

test('windows span their samples, each channel as its window does', () => {
  const windows = exampleTable('windows', { channels: ['a', 'b'], rateHz: 10, lengthS: 2 })
  const { startS, endS } = rowSpans(windows) ?? {}
  expect(startS).toHaveLength(12)
  startS?.forEach((from, r) => {
    expect(endS?.[r]).toBeCloseTo(from + 2, 9)
  })
  expect(startS?.[0]).toBe(startS?.[1])
})

test('rows of features say it; volumes do not', () => {
  const { startS, endS } = rowSpans(exampleTable('features')) ?? {}
  expect(endS?.[0]).toBeGreaterThan(startS?.[0] ?? Number.NaN)
  expect(rowSpans(exampleTable('volumes'))).toBeUndefined()
})

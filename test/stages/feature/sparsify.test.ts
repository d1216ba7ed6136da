import { expect, test } from 'vitest'
import { sparsify } from '../../../src/stages/feature/sparsify.ts'
import { makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import type { Table } from '../../../src/tables/table.ts'
import { recordingOf } from '../../fixtures/tables.ts'

const span = Int32Array.of(0, 1)
const spans = { window: span, startS: Float64Array.from(span), endS: Float64Array.from(span) }
const of = (...values: number[]) =>
  makeMatrices(
    keysFor(recordingOf(), 2),
    spans,
    Float32Array.from(values),
    labelsMeta(recordingOf()),
  )
const holed = of(9, 1, 1, 8, 7, 5, 5, NaN)
const whole = of(9, 1, 1, 8, 7, 5, 5, 2)

function run(options: object, table = whole) {
  const out = sparsify.run(table, sparsify.options.parse(options), { tables: {}, seed: 0 })
  return [...matrixOf(out as Table<'matrices'>).values]
}

test('the largest of all windows stay, as 1', () => {
  expect(run({ keepPercent: 40 })).toEqual([1, 0, 0, 1, 1, 0, 0, 0])
})

test('each window for itself, with its own values', () => {
  const out = run({ keepPercent: 50, over: 'window', binarize: false }, holed)
  expect(out).toEqual([9, 0, 0, 8, 7, 0, 0, NaN])
})

test('all stay where all are asked for', () => {
  expect(run({ keepPercent: 100 })).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
})

test('NaN is refused where windows share a percentile', () => {
  expect(() => run({}, holed)).toThrow(/non-finite/)
})

import { describe, expect, test } from 'vitest'
import { connectome } from '../../../src/stages/feature/connectome.ts'
import { sparsify } from '../../../src/stages/feature/sparsify.ts'
import { window } from '../../../src/stages/signal/window.ts'
import { makeMatrices, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { fmriStagesGolden, hashedRun, storedAsF32 } from '../../fmri-stages-golden.ts'
import { runStage } from '../../run-stage.ts'

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

describe('dynamic connectomes', async () => {
  const { lengthScans, strideScans, windows, correlations, edges } = fmriStagesGolden.dynamic
  const given = { lengthS: 2 * lengthScans, strideS: 2 * strideScans }
  const cut = await runStage(window, hashedRun(6, 50, 2), given)
  const table = (await runStage(connectome, cut, { estimator: 'sample' })) as Table<'matrices'>

  test('windows and their correlations are those of NumPy and nilearn', () => {
    expect(table.rows).toBe(windows)
    expectClose(matrixOf(table).values, correlations, storedAsF32)
  })

  test.each(edges)('$keepPercent % of the edges stay, as by numpy.percentile', (one) => {
    const { keepPercent } = one
    expect(run({ keepPercent }, table)).toEqual(one.recording)
    expect(run({ keepPercent, over: 'window' }, table)).toEqual(one.window)
  })
})

import { expect, test } from 'vitest'
import { baseline } from '../../../src/stages/signal/baseline.ts'
import { window } from '../../../src/stages/signal/window.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

const golden = signalGolden<{ baseline: number[] }>('rows.json')
const table = signalsOf([{ channels: ['a', 'b', 'c'], values: signalInput(3, 400) }])

test('the mean of the span, both ends included, is subtracted as MNE does', async () => {
  const windows = await runStage(window, table, { lengthS: 1 })
  const out = await runStage(baseline, windows, { fromS: 0.1, toS: 0.3 })
  expectClose(listsOf(out, 'samples').values, golden.baseline, stored())
})

test('a span beyond the window, or turned round, is an issue', () => {
  const shape = { kind: 'windows', lengthS: 1 } as const
  expect(issuesOf(baseline, shape, { toS: 2 })).toEqual(['toS'])
  expect(issuesOf(baseline, shape, { fromS: 0.5, toS: 0.2 })).toEqual(['fromS'])
})

test('a span without a sample fails', async () => {
  const windows = await runStage(window, table, { lengthS: 1 })
  const run = runStage(baseline, windows, { fromS: 0.101, toS: 0.109 })
  await expect(run).rejects.toThrow(/stage-options/)
})

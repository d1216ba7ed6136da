import { expect, test } from 'vitest'
import { detrend } from '../../../src/stages/signal/detrend.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

const golden = signalGolden<{ constant: number[]; linear: number[] }>('rows.json')
const table = signalsOf([{ channels: ['a', 'b', 'c'], values: signalInput(3, 400) }])

test('each row loses its mean or its line, as in SciPy', async () => {
  for (const order of ['constant', 'linear'] as const) {
    const out = await runStage(detrend, table, { order })
    expectClose(listsOf(out, 'samples').values, golden[order], stored())
  }
})

test('segments of different lengths are worked on one by one', async () => {
  const uneven = signalsOf([
    { channels: ['a'], values: Float32Array.of(1, 2, 3) },
    { channels: ['a'], values: Float32Array.of(5, 5), startS: 9 },
  ])
  const out = await runStage(detrend, uneven, {})
  expect([...listsOf(out, 'samples').values].map((v) => Math.abs(v) < 1e-6)).toEqual(
    new Array(5).fill(true),
  )
})

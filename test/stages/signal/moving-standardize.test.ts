import { expect, test } from 'vitest'
import { movingStandardize } from '../../../src/stages/signal/moving-standardize.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { normalizeGolden } from '../../normalize-golden.ts'
import { runStage } from '../../run-stage.ts'
import { signalInput, signalsOf, stored } from '../../signal-golden.ts'

test('each channel and segment equals braindecode', async () => {
  const values = signalInput(3, 120)
  const channels = ['a', 'b', 'c']
  const input = signalsOf([
    { channels, values },
    { channels, values, startS: 9 },
  ])
  const out = await runStage(movingStandardize, input, { factor: 0.02, startS: 0.3 })
  const expected = normalizeGolden.movingAfterStart
  expectClose(listsOf(out, 'samples').values, [...expected, ...expected], stored())
  expect(out.meta.unit).toBe('1')
})

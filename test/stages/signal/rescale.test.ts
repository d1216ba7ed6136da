import { expect, test } from 'vitest'
import { rescale } from '../../../src/stages/signal/rescale.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { runStage } from '../../run-stage.ts'
import { signalsOf } from '../../signal-golden.ts'

const input = signalsOf([{ channels: ['a'], values: Float32Array.of(-20, 0, 20, Number.NaN) }])

test('moves and divides, and names the unit', async () => {
  const out = await runStage(rescale, input, { offset: -20, divisor: 40 })
  expect([...listsOf(out, 'samples').values]).toEqual([0, 0.5, 1, Number.NaN])
  expect(out.meta.unit).toBe('1')
  const hundredths = await runStage(rescale, input, { divisor: 100, unit: '100 uV' })
  expect(listsOf(hundredths, 'samples').values[2]).toBeCloseTo(0.2, 7)
  expect(hundredths.meta.unit).toBe('100 uV')
})

test('nothing is divided by 0', () => {
  expect(rescale.options.safeParse({ divisor: 0 }).success).toBe(false)
})

import { describe, expect, test } from 'vitest'
import { envelope } from '../../../src/stages/signal/envelope.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { runStage } from '../../run-stage.ts'
import { signalInput, signalsOf, stored } from '../../signal-golden.ts'
import { univariateGolden } from '../../univariate-golden.ts'

const z = univariateGolden.analytic['40']
const pairs = Array.from({ length: 40 }, (_, t) => [z[2 * t], z[2 * t + 1]])
const input = signalsOf([{ channels: ['a'], values: signalInput(1, 40) }])

describe('envelope', () => {
  test.each([
    ['amplitude', (re: number, im: number) => Math.hypot(re, im), 'uV'],
    ['power', (re: number, im: number) => re * re + im * im, 'uV²'],
    ['logPower', (re: number, im: number) => Math.log(re * re + im * im), 'ln(uV²)'],
    ['phase', (re: number, im: number) => Math.atan2(im, re), 'rad'],
  ] as const)('%s equals SciPy', async (as, of, unit) => {
    const out = await runStage(envelope, input, { as })
    const expected = pairs.map(([re, im]) => of(re, im))
    expectClose(listsOf(out, 'samples').values, expected, stored())
    expect(out.meta.unit).toBe(unit)
  })
})

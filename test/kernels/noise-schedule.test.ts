import { expect, test } from 'vitest'
import { signalShares, visitedSteps } from '../../src/kernels/noise-schedule.ts'
import { expectClose } from '../close.ts'
import { samplersGolden } from '../samplers-golden.ts'

test.each(samplersGolden.shares)('$kind: shares are those of NumPy', (golden) => {
  const why = 'the same products in f64'
  expectClose(signalShares(golden), golden.shares, { relative: 1e-10, why })
})

test('one step, and steps that are visited', () => {
  const one = { kind: 'linear', steps: 1, betaStart: 0.1, betaEnd: 0.2 } as const
  expect([...signalShares(one)]).toEqual([0.9])
  expect([...visitedSteps(1000, 4)]).toEqual([750, 500, 250, 0])
  expect([...visitedSteps(3, 3)]).toEqual([2, 1, 0])
})

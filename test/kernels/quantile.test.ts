import { expect, test } from 'vitest'
import { quantiles } from '../../src/kernels/quantile.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput } from '../signal-golden.ts'

const golden = signalGolden<{ quantiles: number[] }>('scaling.json')

test('quantiles equal numpy.quantile', () => {
  const found = quantiles(signalInput(1, 37).sort(), [0, 0.1, 0.25, 0.5, 0.9, 1])
  expectClose(found, golden.quantiles, { relative: 1e-14, why: 'f64' })
})

test('one value is every quantile, none gives NaN', () => {
  expect(quantiles([4], [0, 0.3, 1])).toEqual([4, 4, 4])
  expect(quantiles([], [0.5])).toEqual([Number.NaN])
})

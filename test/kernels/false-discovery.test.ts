import { expect, test } from 'vitest'
import { falseDiscovery } from '../../src/kernels/false-discovery.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

test('it equals statsmodels', () => {
  const { p, q } = fmriGolden<{ p: number[]; q: number[] }>('encoding.json')
  expectClose(falseDiscovery(p), q, { absolute: 1e-15, why: 'rounding' })
})

test('NaN is no test', () => {
  expect([...falseDiscovery([NaN, 0.5, 0.01])]).toEqual([NaN, 0.5, 0.02])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { superlets } from '../../src/kernels/superlets.ts'
import { expectClose } from '../close.ts'
import { signalInput } from '../signal-golden.ts'
import { tokenGolden } from '../token-golden.ts'

interface Case {
  hz: number[]
  cycles: number
  orders: [number, number]
  adaptive: boolean
  hop: number
  expected: number[]
}
const golden = tokenGolden<{ rateHz: number; samples: number; cases: Case[]; mne: Case }>(
  'superlet.json',
)
const found = ({ hz, expected: _, ...given }: Case) =>
  superlets(signalInput(2, golden.samples), 2, {
    ...given,
    rateHz: golden.rateHz,
    frequenciesHz: hz,
  })

describe('superlets', () => {
  test.each(golden.cases)('orders $orders, adaptive $adaptive equal the formula', (golden) => {
    const close = { relative: 1e-6, why: 'cut wavelets, stored in f32' }
    expectClose(found(golden), golden.expected, close)
  })

  test('of one order are Morlet wavelets as MNE has them', () => {
    const close = { relative: 1e-5, why: 'MNE cuts wavelets at 5 deviations' }
    expectClose(found(golden.mne), golden.mne.expected, close)
  })

  test('NaN takes its row and no other', () => {
    const x = signalInput(2, 100)
    const options = { rateHz: 100, cycles: 3, orders: [1, 2] as const, adaptive: true, hop: 10 }
    const given = { ...options, frequenciesHz: [10, 20] }
    const clean = superlets(x, 2, given)
    x[3] = Number.NaN
    const spoilt = superlets(x, 2, given)
    expect(spoilt.subarray(0, 20).every(Number.isNaN)).toBe(true)
    expect(spoilt.subarray(20)).toEqual(clean.subarray(20))
  })
})

describe('properties', () => {
  test('a sine has its amplitude at its frequency, whatever the orders', () => {
    const amplitude = fc.integer({ min: 1, max: 100 })
    const highest = fc.integer({ min: 1, max: 6 })
    fc.assert(
      fc.property(amplitude, fc.integer({ min: 8, max: 30 }), highest, (a, hz, high) => {
        const x = Float32Array.from(
          { length: 1000 },
          (_, i) => a * Math.sin((2 * Math.PI * hz * i) / 100),
        )
        const values = superlets(x, 1, {
          rateHz: 100,
          frequenciesHz: [hz],
          cycles: 3,
          orders: [1, high],
          adaptive: false,
          hop: 500,
        })
        expect(values[1] / a).toBeCloseTo(1, 3)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

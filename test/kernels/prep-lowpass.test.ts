import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepLowPass } from '../../src/kernels/prep-lowpass.ts'
import { expectClose } from '../close.ts'

const places = [0, 50, 90, 99, 100]
const close = { absolute: 1e-12, why: 'twelve digits were written' }

describe('prepLowPass', () => {
  test.each([
    [128, [1.91824288994e-10, -4.05766114553e-7, -0.0216008182963, 0.2386523649, 0.729586036115]],
    [250, [6.93991114914e-12, 0.000596543363225, -0.0232532339618, 0.29208858115, 0.370553718942]],
    [500, [1.58111388276e-7, -0.000184839617727, -0.0165185981214, 0.171539637216, 0.181300779649]],
  ])('at %d Hz it is that of PyPREP 0.9, forwards and backwards', (rateHz, expected) => {
    const taps = prepLowPass(rateHz)
    expect(taps.length).toBe(201)
    expectClose(
      places.map((at) => taps[at]),
      expected,
      close,
    )
  })
})

describe('properties', () => {
  test('taps are symmetric and leave a mean as it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 128, max: 2048, noNaN: true }), (rateHz) => {
        const taps = prepLowPass(rateHz)
        expect(taps.toReversed()).toEqual(taps)
        expect(Math.abs(taps.reduce((sum, tap) => sum + tap, 0) - 1)).toBeLessThan(0.05)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

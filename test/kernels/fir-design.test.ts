import { describe, expect, test } from 'vitest'
import { firNotch, firPassBand } from '../../src/kernels/fir-design.ts'
import { expectClose } from '../close.ts'
import { signalGolden } from '../signal-golden.ts'

interface Half {
  length: number
  half: number[]
  rateHz: number
}
const golden = signalGolden<{
  passBands: (Half & { lowHz: number | null; highHz: number | null })[]
  notches: (Half & { freqsHz: number[] })[]
}>('fir-design.json')
const exact = { relative: 1e-12, why: 'the same formulas in f64' }

function expectTaps(taps: Float64Array, { length, half }: Half): void {
  expect(taps.length).toBe(length)
  expectClose(taps.subarray(0, half.length), half, exact)
  expectClose(taps.slice().reverse(), taps, exact)
}

describe('firPassBand', () => {
  test.each(golden.passBands)('$lowHz-$highHz Hz at $rateHz Hz equals MNE', (design) => {
    const { lowHz, highHz, rateHz } = design
    const band = { lowHz: lowHz ?? undefined, highHz: highHz ?? undefined, rateHz }
    expectTaps(firPassBand(band), design)
  })

  test('an edge at half the rate is refused', () => {
    expect(() => firPassBand({ highHz: 64, rateHz: 128 })).toThrow(RangeError)
    expect(() => firPassBand({ lowHz: 0, rateHz: 128 })).toThrow(RangeError)
  })
})

describe('firNotch', () => {
  test.each(golden.notches)('$freqsHz Hz at $rateHz Hz equals MNE', (design) => {
    expectTaps(firNotch(design.freqsHz, design.rateHz), design)
  })

  test('notches that meet are refused', () => {
    expect(() => firNotch([20, 20.5], 200)).toThrow(/not apart/)
  })
})

import { describe, expect, test } from 'vitest'
import { stimulusSpectra } from '../../src/kernels/stimulus-spectra.ts'
import { welch } from '../../src/kernels/welch.ts'
import { expectClose } from '../close.ts'
import { signalInput } from '../signal-golden.ts'

const how = { rateHz: 100, segment: 50, shared: 25, bandsHz: [[4, 30]] as [number, number][] }
const close = { relative: 1e-12, why: 'f64, in another order' }

describe('stimulusSpectra', () => {
  test('densities are those of Welch', () => {
    const x = signalInput(3, 600)
    const { own, stimulus } = stimulusSpectra(x, 2, how)
    const density = welch(x, 3, how)
    const some = (c: number) => [...density.subarray(26 * c + 2, 26 * c + 15)]
    expectClose(own, [...some(0), ...some(1)], close)
    expectClose(stimulus, some(2), close)
  })

  test('a channel that is twice the stimulus has twice its density as cross density', () => {
    const one = signalInput(1, 400)
    const x = Float32Array.of(...one.map((v) => 2 * v), ...one)
    const { stimulus, cross, columns } = stimulusSpectra(x, 1, how)
    expectClose(
      cross.filter((_, i) => i % 2 === 0),
      stimulus.map((v) => 2 * v),
      close,
    )
    expect(columns).toEqual([{ from: 0, to: 13 }])
  })
})

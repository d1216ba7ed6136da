import { describe, expect, test } from 'vitest'
import { subtractReference } from '../../src/kernels/subtract-reference.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden = signalGolden<{ average: number[]; named: number[] }>('rows.json')

describe('subtractReference', () => {
  test('the average and named references equal mne.set_eeg_reference', () => {
    const x = signalInput(3, 400)
    expectClose(subtractReference(x, 3, [0, 1, 2]), golden.average, stored())
    expectClose(subtractReference(x, 3, [0, 2]), golden.named, stored())
  })

  test('a value that is not finite is left out of the mean and stays where it is', () => {
    const x = Float32Array.of(1, Number.NaN, 3, 5, 8, 7)
    expect([...subtractReference(x, 3, [0, 1, 2])]).toEqual([-3, Number.NaN, -1, -1, 4, 1])
  })

  test('without any finite reference a sample is NaN in all channels', () => {
    expect([...subtractReference(Float32Array.of(Number.NaN, 1), 2, [0])]).toEqual([
      Number.NaN,
      Number.NaN,
    ])
  })

  test('an index outside the channels is refused', () => {
    expect(() => subtractReference(new Float32Array(4), 2, [2])).toThrow(RangeError)
    expect(() => subtractReference(new Float32Array(4), 2, [])).toThrow(RangeError)
  })
})

import { describe, expect, test } from 'vitest'
import { detrend } from '../../src/kernels/detrend.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput, stored } from '../signal-golden.ts'

const golden = signalGolden<{ constant: number[]; linear: number[] }>('rows.json')

describe('detrend', () => {
  test.each(['constant', 'linear'] as const)('%s equals scipy.signal.detrend', (order) => {
    expectClose(detrend(signalInput(3, 400), 3, order), golden[order], stored())
  })

  test('a straight line becomes zero', () => {
    const line = Float32Array.from({ length: 50 }, (_, t) => 3 - 0.5 * t)
    expectClose(detrend(line, 1, 'linear'), new Float32Array(50), { absolute: 1e-6, why: 'f32' })
  })

  test('one sample becomes zero, no sample stays none', () => {
    expect([...detrend(Float32Array.of(5), 1, 'linear')]).toEqual([0])
    expect(detrend(new Float32Array(0), 2, 'linear')).toHaveLength(0)
  })

  test('NaN takes its row and no other', () => {
    const y = detrend(Float32Array.of(1, Number.NaN, 3, 1, 2, 3), 2, 'linear')
    expect([...y.subarray(0, 3)].every(Number.isNaN)).toBe(true)
    expectClose(y.subarray(3), [0, 0, 0], { absolute: 1e-7, why: 'f32' })
  })
})

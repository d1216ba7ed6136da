import { describe, expect, test } from 'vitest'
import { morletWavelets, taperedWavelets } from '../../src/kernels/wavelet-banks.ts'
import { expectClose } from '../close.ts'

const how = { rateHz: 100, frequenciesHz: [10, 20], cycles: [3, 5], zeroMean: true }
const energy = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0)

describe('wavelet banks', () => {
  test('a Morlet wavelet is of odd length, symmetric, and has an energy of 2', () => {
    const [[{ values, weight }], [second]] = morletWavelets(how)
    expect([values.length / 2, second.values.length / 2, weight]).toEqual([47, 39, 1])
    expectClose([energy(values)], [2], { relative: 1e-12, why: 'f64' })
    expect(values[0]).toBeCloseTo(values[values.length - 2], 14)
    expect(values[1]).toBeCloseTo(-values[values.length - 1], 14)
  })

  test('wavelets of zero mean give nothing on an offset', () => {
    const bank = [...morletWavelets(how), ...taperedWavelets(how, 4)].flat()
    for (const { values } of bank) {
      const sum = values.filter((_, i) => i % 2 === 0).reduce((total, v) => total + v, 0)
      expect(Math.abs(sum)).toBeLessThan(1e-4)
    }
  })

  test('there is one taper less than the time-bandwidth, weights sum to 2', () => {
    const bank = taperedWavelets(how, 4)
    expect(bank.map((some) => some.length)).toEqual([3, 3])
    for (const some of bank) {
      expect(some.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(2, 12)
    }
    expect(taperedWavelets(how, 2)[0].length).toBe(1)
  })
})

import { describe, expect, test } from 'vitest'
import { morletWavelets, taperedWavelets } from '../../src/kernels/wavelet-banks.ts'
import { waveletResponses } from '../../src/kernels/wavelet-responses.ts'
import { responseOf } from '../../src/kernels/wavelet-transform-scalar.ts'
import { expectClose } from '../close.ts'

const close = { relative: 1e-9, why: 'the same arithmetic in f64, in another order' }
const how = { rateHz: 100, frequenciesHz: [7, 12, 31], cycles: 3, zeroMean: true }

describe('waveletResponses', () => {
  test('Morlet wavelets have real responses: the real parts of their transforms', () => {
    const wavelets = morletWavelets(how).flat()
    const found = waveletResponses(wavelets, 180)
    found.forEach(({ values, isReal }, i) => {
      const expected = responseOf(wavelets[i], 180).filter((_, at) => at % 2 === 0)
      expect(isReal).toBe(true)
      expectClose(values, expected, close)
    })
  })

  test('wavelets of tapers that are not even have complex ones', () => {
    const wavelets = taperedWavelets(how, 4)[0]
    const found = waveletResponses(wavelets, 175)
    expect(found).toHaveLength(3)
    expect(found[1].isReal).toBe(false)
    expectClose(found[1].values, responseOf(wavelets[1], 175), close)
  })

  test('no wavelets have none', () => {
    expect(waveletResponses([], 16)).toEqual([])
  })
})

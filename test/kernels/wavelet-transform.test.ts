import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { morletWavelets, taperedWavelets } from '../../src/kernels/wavelet-banks.ts'
import { eachWaveletRows, waveletTransform } from '../../src/kernels/wavelet-transform.ts'
import { waveletTransformScalar } from '../../src/kernels/wavelet-transform-scalar.ts'
import { expectClose } from '../close.ts'
import { goldenFile } from '../golden-file.ts'
import { signalInput } from '../signal-golden.ts'

interface Case {
  samples: number
  frequenciesHz: number[]
  cycles: number | number[]
  zeroMean: boolean
  hop: number
  value: 'power' | 'complex'
  timeBandwidth: number
  expected: number[]
}
const close = { relative: 1e-9, why: 'the same arithmetic in f64, in another order' }

describe('waveletTransform', () => {
  test.each(goldenFile<Case[]>('spectra/morlet.json'))(
    '$value by Morlet wavelets at $frequenciesHz Hz, every $hop, equals MNE',
    ({ samples, hop, value, expected, ...given }) => {
      const bank = morletWavelets({ rateHz: 100, ...given })
      const found = waveletTransform(signalInput(2, samples), 2, { bank, hop, value })
      expectClose(found, expected, close)
    },
  )

  test.each(goldenFile<Case[]>('spectra/multitaper-tfr.json'))(
    'power by tapers at $frequenciesHz Hz, every $hop, equals MNE',
    ({ samples, hop, timeBandwidth, expected, ...given }) => {
      const bank = taperedWavelets({ rateHz: 100, ...given }, timeBandwidth)
      const found = waveletTransform(signalInput(2, samples), 2, { bank, hop, value: 'power' })
      expectClose(found, expected, close)
    },
  )

  test('NaN takes its row and no other', () => {
    const bank = morletWavelets({ rateHz: 100, frequenciesHz: [9], cycles: 3, zeroMean: true })
    const x = signalInput(2, 50)
    const clean = waveletTransform(x, 2, { bank, hop: 1, value: 'power' })
    x[7] = Number.NaN
    const found = waveletTransform(x, 2, { bank, hop: 1, value: 'power' })
    expect(found.subarray(0, 50).every(Number.isNaN)).toBe(true)
    expect(found.subarray(50)).toEqual(clean.subarray(50))
  })

  test('eachWaveletRows gives the same, some rows after the other', () => {
    const how = { rateHz: 100, frequenciesHz: [9, 20], cycles: 3, zeroMean: true }
    const given = { bank: morletWavelets(how), hop: 2, value: 'power' as const }
    const x = signalInput(35, 60)
    const found: number[] = []
    eachWaveletRows(x, 35, given, (values, first, count) => {
      expect(found).toHaveLength(60 * first)
      expect(values).toHaveLength(60 * count)
      found.push(...values)
    })
    expect(found).toEqual([...waveletTransform(x, 35, given)])
  })

  test('no rows give nothing', () => {
    expect(waveletTransform(new Float32Array(0), 0, { bank: [], hop: 1, value: 'power' })).toEqual(
      new Float64Array(0),
    )
  })
})

describe('properties', () => {
  test('any rows, length and hop give what the scalar version gives', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 5, max: 130 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('power' as const, 'complex' as const),
      (rows, samples, hop, value) => {
        const how = { rateHz: 100, frequenciesHz: [7, 31], cycles: 3, zeroMean: true }
        const x = signalInput(rows, samples)
        const given = { bank: morletWavelets(how), hop, value }
        const expected = waveletTransformScalar(x, rows, given)
        expectClose(waveletTransform(x, rows, given), expected, close)
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

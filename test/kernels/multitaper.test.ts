import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multitaper } from '../../src/kernels/multitaper.ts'
import { expectClose } from '../close.ts'
import { goldenFile } from '../golden-file.ts'
import { signalInput } from '../signal-golden.ts'

interface Case {
  samples: number
  bandwidthHz: number
  adaptive: boolean
  expected: number[]
}

describe('multitaper', () => {
  test.each(goldenFile<Case[]>('spectra/multitaper.json'))(
    '$samples samples, $bandwidthHz Hz, adaptive $adaptive, equal MNE',
    ({ samples, bandwidthHz, adaptive, expected }) => {
      const how = { rateHz: 100, bandwidthHz, adaptive }
      const found = multitaper(signalInput(2, samples), 2, how)
      expectClose(found, expected, { relative: 1e-9, why: 'f64, another eigensolver' })
    },
  )

  test('a band narrower than a bin is refused', () => {
    const how = { rateHz: 100, bandwidthHz: 0.5, adaptive: false }
    expect(() => multitaper(new Float32Array(100), 1, how)).toThrow(RangeError)
  })

  test('NaN takes its row and no other', () => {
    const x = signalInput(2, 80)
    x[3] = Number.NaN
    const density = multitaper(x, 2, { rateHz: 100, bandwidthHz: 6, adaptive: true })
    expect(density.subarray(0, 41).every(Number.isNaN)).toBe(true)
    expect(density.subarray(41).every(Number.isFinite)).toBe(true)
  })
})

describe('properties', () => {
  test('a signal twice as large has four times the density', () => {
    const law = fc.property(fc.integer({ min: 40, max: 120 }), fc.boolean(), (n, adaptive) => {
      const x = signalInput(1, n)
      const how = { rateHz: 100, bandwidthHz: 12, adaptive }
      const four = multitaper(x, 1, how).map((v) => 4 * v)
      const twice = multitaper(
        x.map((v) => 2 * v),
        1,
        how,
      )
      expectClose(twice, four, { relative: 1e-12, why: 'f64' })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

import { describe, expect, test } from 'vitest'
import { zapLine } from '../../src/kernels/zap-line.ts'
import { cleaningGolden, relativeError } from '../cleaning-golden.ts'

interface Golden {
  readonly rateHz: number
  readonly channels: number
  readonly x: number[]
  readonly cases: { freqHz: number; components: number; clean: number[] }[]
}
const golden = cleaningGolden<Golden>('zapline.json')
const x = Float32Array.from(golden.x)
const { rateHz, channels } = golden

describe('zapLine', () => {
  test.each(golden.cases)('$components at $freqHz Hz is that of meegkit', (wanted) => {
    const { freqHz, components, clean } = wanted
    const [out] = zapLine([x], channels, { freqHz, rateHz, components })
    const samples = x.length / channels
    const found = out.filter((_, i) => (i % samples) % 5 === 0)
    expect(relativeError(found, clean)).toBeLessThan(1e-6)
  })

  test('refuses more components than directions, and parts shorter than a period', () => {
    const options = { freqHz: 50, rateHz, components: 7 }
    expect(() => zapLine([x], channels, options)).toThrow(RangeError)
    expect(() => zapLine([x.subarray(0, 54)], channels, options)).toThrow(RangeError)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stft } from '../../src/kernels/stft.ts'
import { stftScalar } from '../../src/kernels/stft-scalar.ts'
import { hannPeriodic } from '../../src/kernels/taper.ts'
import { expectClose } from '../close.ts'
import { signalInput } from '../signal-golden.ts'

const plain = {
  segment: 4,
  hop: 4,
  taper: new Float64Array(4).fill(1),
  divisor: 1,
  edge: 'none',
  fill: false,
  bins: 3,
  value: 'magnitude',
} as const

describe('stftScalar', () => {
  test('a frame of ones has its sum at 0 and nothing else', () => {
    expect([...stftScalar(Float32Array.of(1, 1, 1, 1), 1, plain)]).toEqual([4, 0, 0])
  })
})

describe('properties', () => {
  test('stft gives what it gives, for any rows, frames and edges', () => {
    const given = fc.record({
      segment: fc.integer({ min: 4, max: 60 }),
      hop: fc.integer({ min: 1, max: 40 }),
      edge: fc.constantFrom('none' as const, 'zeros' as const, 'reflect' as const),
      fill: fc.boolean(),
    })
    const law = fc.property(fc.integer({ min: 1, max: 3 }), given, (rows, given) => {
      const { segment } = given
      const x = signalInput(rows, 61)
      const options = {
        ...plain,
        ...given,
        ...{ taper: hannPeriodic(segment), divisor: 3 },
        bins: Math.floor(segment / 2) + 1,
      }
      const why = 'f64, another transform, stored in f32'
      expectClose(stft(x, rows, options), stftScalar(x, rows, options), { relative: 2e-7, why })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frameCount, type StftOptions, stft } from '../../src/kernels/stft.ts'
import { hannPeriodic } from '../../src/kernels/taper.ts'
import { expectClose } from '../close.ts'
import { signalInput, stored } from '../signal-golden.ts'
import { tokenGolden } from '../token-golden.ts'

interface Case {
  samples: number
  segment: number
  hop: number
  center: boolean
  taper?: string
  expected: number[]
}
const golden = tokenGolden<{ scipy: Case[]; torch: Case[] }>('stft.json')
const plain = (segment: number, hop: number): StftOptions => ({
  segment,
  hop,
  taper: new Float64Array(segment).fill(1),
  divisor: 1,
  edge: 'none',
  fill: false,
  bins: Math.floor(segment / 2) + 1,
  value: 'magnitude',
})

describe('stft', () => {
  test.each(golden.scipy)('$samples samples, frames of $segment, equal SciPy', (golden) => {
    const { samples, segment, hop, center, expected } = golden
    const taper = hannPeriodic(segment)
    const divisor = taper.reduce((sum, weight) => sum + weight, 0)
    const edge = center ? ('zeros' as const) : ('none' as const)
    const options = { ...plain(segment, hop), taper, divisor, edge, fill: true }
    expectClose(stft(signalInput(2, samples), 2, options), expected, stored())
  })

  test.each(golden.torch)('$samples samples, frames of $segment, equal PyTorch', (golden) => {
    const { samples, segment, hop, center, expected } = golden
    const taper = golden.taper === 'hann' ? hannPeriodic(segment) : plain(segment, hop).taper
    const edge = center ? ('reflect' as const) : ('none' as const)
    const found = stft(signalInput(2, samples), 2, { ...plain(segment, hop), taper, edge })
    expectClose(found, expected, stored())
  })

  test('power is the square, log the logarithm, of the magnitude', () => {
    const x = signalInput(1, 64)
    const of = (value: StftOptions['value']) => stft(x, 1, { ...plain(16, 8), value })
    const magnitude = of('magnitude')
    expectClose(
      of('power'),
      Array.from(magnitude, (m) => m * m),
      stored(),
    )
    expectClose(of('log'), Array.from(magnitude, Math.log), stored())
  })

  test('a row shorter than a frame is refused', () => {
    expect(() => stft(new Float32Array(7), 1, plain(8, 4))).toThrow(RangeError)
    expect(frameCount(7, plain(8, 4))).toBe(0)
    expect(frameCount(4, { segment: 8, hop: 4, edge: 'reflect', fill: false })).toBe(0)
  })
})

describe('properties', () => {
  test('NaN reaches the frames that hold it and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), (at) => {
        const x = signalInput(2, 100)
        const clean = stft(x, 2, plain(20, 10))
        x[at] = Number.NaN
        stft(x, 2, plain(20, 10)).forEach((value, i) => {
          const frame = Math.floor(i / 11)
          const holds = frame < 9 && at >= frame * 10 && at < frame * 10 + 20
          expect(Object.is(value, holds ? Number.NaN : clean[i])).toBe(true)
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('doubling a signal doubles every magnitude', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 30 }), fc.integer({ min: 1, max: 20 }), (n, hop) => {
        const x = signalInput(1, 90)
        const twice = stft(
          x.map((v) => 2 * v),
          1,
          plain(n, hop),
        )
        expect(twice).toEqual(stft(x, 1, plain(n, hop)).map((v) => 2 * v))
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

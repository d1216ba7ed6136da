import { describe, expect, test } from 'vitest'
import { channelQuality } from '../../src/kernels/channel-quality.ts'
import { expectClose } from '../close.ts'
import { fromBase64, icaGolden } from '../ica-golden.ts'
import { normals } from '../linalg-golden.ts'

interface Golden {
  readonly rateHz: number
  readonly channels: number
  readonly x: number[]
  readonly smooth: string
  readonly deviation: number[]
  readonly noise: number[]
  readonly alone: number[]
  readonly flat: number[]
}

const golden = icaGolden<Golden>('quality.json')
const options = { window: 200, least: 0.4 }

describe('quality of channels', () => {
  test('is as PyPREP measures it', () => {
    const x = Float32Array.from(golden.x)
    const found = channelQuality(x, fromBase64(golden.smooth), golden.channels, options)
    const tolerance = { relative: 1e-5, why: 'signals are f32' }
    expectClose(found.deviation, golden.deviation, tolerance)
    expectClose(found.noise, golden.noise, tolerance)
    expectClose(found.alone, golden.alone, tolerance)
    expectClose(found.flat, golden.flat, tolerance)
  })

  test('the spread of a constant is 0', () => {
    const x = Float32Array.from(normals(3 * 500, 1)).fill(2, 500, 1000)
    expect(Array.from(channelQuality(x, x, 3, options).spread, (v) => v > 0)).toEqual([
      true,
      false,
      true,
    ])
  })

  test('refuses other shapes and short signals', () => {
    const x = new Float32Array(3 * 300)
    expect(() => channelQuality(x, x, 3, options)).toThrow(RangeError)
    expect(() => channelQuality(x, x.subarray(1), 3, { ...options, window: 50 })).toThrow(
      RangeError,
    )
  })
})

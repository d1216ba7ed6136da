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
const options = { window: 200, least: 0.4, flatBelow: 1e-3 }

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

  test('a flat channel changes nothing in what the others are', () => {
    const five = Float32Array.from(normals(5 * 900, 2), (v, i) => v * (1 + Math.floor(i / 900)))
    const smooth = five.map((v, i) => (v + (five[i - 1] ?? 0)) / 2)
    const six = Float32Array.of(...five, ...new Float32Array(900))
    const alone = channelQuality(five, smooth, 5, options)
    const found = channelQuality(
      six,
      Float32Array.of(...smooth, ...new Float32Array(900)),
      6,
      options,
    )
    for (const name of ['deviation', 'noise', 'alone', 'flat'] as const) {
      expect(found[name].subarray(0, 5)).toEqual(alone[name])
    }
    expect([found.deviation[5], found.noise[5], found.flat[5]]).toEqual([Number.NaN, Number.NaN, 1])
  })

  test('refuses other shapes and short signals', () => {
    const x = new Float32Array(3 * 300)
    expect(() => channelQuality(x, x, 3, options)).toThrow(RangeError)
    expect(() => channelQuality(x, x.subarray(1), 3, { ...options, window: 50 })).toThrow(
      RangeError,
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { movingScale } from '../../src/kernels/moving-scale.ts'
import { expectClose } from '../close.ts'
import { normalizeGolden } from '../normalize-golden.ts'
import { signalInput, stored } from '../signal-golden.ts'

const by = { factor: 0.02, least: 1e-4, start: 0 }
const scaled = (x: ArrayLike<number>, how = by) => {
  const into = new Float32Array(x.length)
  movingScale(x, how, into)
  return into
}

describe('movingScale', () => {
  test.each([
    ['moving', 0],
    ['movingAfterStart', 30],
  ] as const)('equals braindecode: %s', (name, start) => {
    const x = signalInput(3, 120)
    const found = [0, 1, 2].flatMap((c) => [
      ...scaled(x.subarray(c * 120, (c + 1) * 120), { ...by, start }),
    ])
    expectClose(found, normalizeGolden[name], stored())
  })

  test('the first sample is 0, a constant stays 0', () => {
    expect([...scaled([7, 7, 7])]).toEqual([0, 0, 0])
  })

  test('a sample that is not finite has no weight', () => {
    const holed = scaled([1, 2, Number.NaN, 4], { ...by, factor: 0.5 })
    expect(holed[2]).toBeNaN()
    const [weight, sum] = [1 + 0.25 + 0.125, 4 + 0.25 * 2 + 0.125 * 1]
    const apart = 4 - sum / weight
    const second = 2 - (2 + 0.5) / 1.5
    const squares = apart ** 2 + 0.25 * second ** 2
    expect(holed[3]).toBeCloseTo(apart / Math.sqrt(squares / weight), 6)
  })
})

describe('properties', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 })

  test('another offset and scale change nothing', () => {
    const same = fc.property(values, fc.integer({ min: 1, max: 9 }), (x, factor) => {
      const other = x.map((value) => factor * value + 50)
      const why = 'rounding of f64 sums'
      expectClose(scaled(other), scaled(x), { absolute: 1e-5, why })
    })
    fc.assert(same, { seed: 1, numRuns: 50 })
  })

  test('what comes later changes nothing before', () => {
    const causal = fc.property(values, values, (x, more) => {
      expect([...scaled([...x, ...more])].slice(0, x.length)).toEqual([...scaled(x)])
    })
    fc.assert(causal, { seed: 1, numRuns: 50 })
  })
})

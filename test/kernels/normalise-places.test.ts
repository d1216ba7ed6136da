import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePlaces } from '../../src/kernels/normalise-places.ts'
import { expectClose } from '../close.ts'

const places = Float64Array.of(0, 0, 1, 1, 0, 0, 0, 1, 0, -0.6, 0, 0.8)

describe('normalisePlaces', () => {
  test('rms: the numbers of the formula of BrainOmni in NumPy', () => {
    const wanted = [
      ...[-0.0678064, -0.1695159, 0.3729349, 0.6102572, -0.1695159, -0.3051286],
      ...[-0.0678064, 0.5085476, -0.3051286, -0.4746445, -0.1695159, 0.2373222],
    ]
    expectClose(normalisePlaces(places, 'rms'), wanted, {
      absolute: 1e-7,
      relative: 0,
      why: 'seven decimals',
    })
  })

  test('a single place becomes 0 by rms, the middle of its axes by the others', () => {
    const one = Float64Array.of(3, 4, 5)
    expect([...normalisePlaces(one, 'rms')]).toEqual([0, 0, 0])
    expect([...normalisePlaces(one, 'zeroOne')]).toEqual([0.5, 0.5, 0.5])
    expect([...normalisePlaces(one, 'minMax')]).toEqual([0, 0, 0])
    expect([...normalisePlaces(one, 'none')]).toEqual([3, 4, 5])
  })

  test('unitSphere: each to length 1; minMax: every axis from -1 to 1', () => {
    expect([...normalisePlaces(Float64Array.of(0, 3, 4), 'unitSphere')]).toEqual([0, 0.6, 0.8])
    expect([...normalisePlaces(Float64Array.of(0, 1, 2, 4, 1, 3), 'minMax')]).toEqual([
      ...[-1, 0, -1],
      ...[1, 0, 1],
    ])
  })
})

describe('properties', () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true })
  const many = fc.array(fc.tuple(coordinate, coordinate, coordinate), {
    minLength: 2,
    maxLength: 20,
  })

  test('rms: a mean of 0, a mean squared length of 1/3, whatever the origin and the unit', () => {
    fc.assert(
      fc.property(many, coordinate, (rows, shift) => {
        const x = Float64Array.from(rows.flat())
        const out = normalisePlaces(x, 'rms')
        const square = out.reduce((sum, v) => sum + v * v, 0) / rows.length
        const spread = x.reduce((sum, v, i) => sum + Math.abs(v - x[i % 3]), 0)
        fc.pre(spread > 1e-3)
        expect(square).toBeCloseTo(1 / 3, 9)
        const moved = normalisePlaces(
          x.map((v) => 100 * v + shift),
          'rms',
        )
        expectClose(moved, [...out], { absolute: 1e-9, relative: 0, why: 'rounding' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

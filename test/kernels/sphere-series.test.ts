import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sphereSeries } from '../../src/kernels/sphere-series.ts'

const a = Float64Array.of(0, 0, 1, 1, 0, 0)

describe('sphereSeries', () => {
  test('depends on the angle alone', () => {
    const found = sphereSeries(a, Float64Array.of(0, 5, 0, 0, 0, 2), 4, 50)
    expect(found[0]).toBe(found[2])
    expect(found[3]).toBe(found[0])
    expect(found[1]).toBeGreaterThan(found[0])
  })

  test('of one term it is the cosine times 3 / 2^power / 4 pi', () => {
    const [, same] = sphereSeries(a, Float64Array.of(0, 1, 0, 0, 3, 4), 2, 1)
    expect(same).toBeCloseTo((0.8 * 3) / 4 / 4 / Math.PI, 15)
  })

  test('has the bytes of the plain recursion for each pair, and is symmetric', () => {
    const places = fc.array(fc.double({ min: 0.1, max: 2, noNaN: true }), {
      minLength: 1,
      maxLength: 30,
    })
    const law = fc.property(places, (values) => {
      const one = Float64Array.from(values.flatMap((v, i) => [v, Math.sin(i), v * Math.cos(3 * i)]))
      const same = sphereSeries(one, one, 4, 50)
      const between = sphereSeries(one, one.slice(), 4, 50)
      const n = values.length
      for (let i = 0; i < n * n; i++) {
        const [from, to] = [Math.floor(i / n), i % n]
        expect(between[i]).toBe(plainSeries(one, from, to))
        expect(same[i]).toBe(between[Math.min(from, to) * n + Math.max(from, to)])
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('refuses the centre', () => {
    expect(() => sphereSeries(a, new Float64Array(3), 4, 5)).toThrow(RangeError)
  })
})

function plainSeries(places: Float64Array, i: number, j: number): number {
  const [p, q] = [i, j].map((k) => {
    const place = places.subarray(3 * k, 3 * k + 3)
    const length = Math.hypot(place[0], place[1], place[2])
    return place.map((value) => value / length)
  })
  const x = Math.max(-1, Math.min(1, p[0] * q[0] + p[1] * q[1] + p[2] * q[2]))
  let [before, now, sum] = [1, x, 0]
  for (let n = 1; n <= 50; n++) {
    sum += ((2 * n + 1) / ((n * (n + 1)) ** 4 * 4 * Math.PI)) * now
    const next = ((2 * n + 1) * x * now - n * before) / (n + 1)
    before = now
    now = next
  }
  return sum
}

import { expect, test } from 'vitest'
import { welchSegments } from '../../src/kernels/welch-segments.ts'

test('segments follow each other by what they do not share', () => {
  const { count, step, bins } = welchSegments(100, { rateHz: 50, segment: 40, shared: 10 })
  expect({ count, step, bins }).toEqual({ count: 3, step: 30, bins: 21 })
})

test('0 Hz and half the rate stand for themselves, the others for two', () => {
  const { scale } = welchSegments(8, { rateHz: 1, segment: 4 })
  expect(scale[1]).toBe(2 * scale[0])
  expect(scale[2]).toBe(scale[0])
  expect(welchSegments(8, { rateHz: 1, segment: 5 }).scale[2]).toBeGreaterThan(scale[0] / 2)
})

test('a segment that does not fit is refused', () => {
  expect(() => welchSegments(10, { rateHz: 1, segment: 11 })).toThrow(RangeError)
  expect(() => welchSegments(10, { rateHz: 1, segment: 4, shared: 4 })).toThrow(RangeError)
})

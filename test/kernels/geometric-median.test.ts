import { describe, expect, test } from 'vitest'
import { geometricMedian } from '../../src/kernels/geometric-median.ts'
import { cleaningGolden, type GoldenAsr, relativeError } from '../cleaning-golden.ts'

const golden = cleaningGolden<GoldenAsr>('asr.json')

describe('geometricMedian', () => {
  test('is that of asrpy', () => {
    const found = geometricMedian(Float64Array.from(golden.points), 3)
    expect(relativeError(found, golden.median)).toBeLessThan(1e-9)
  })

  test('one point far away hardly moves it', () => {
    const points = Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1, 1e6, 1e6)
    const [x, y] = geometricMedian(points, 2)
    expect(Math.hypot(x, y)).toBeLessThan(2)
    expect([...geometricMedian(Float64Array.of(3, 4, 3, 4), 2)]).toEqual([3, 4])
  })
})

import { describe, expect, test } from 'vitest'
import { type ClassSum, classCurves } from '../../src/evaluation/class-summary.ts'
import { expectClose } from '../close.ts'

const sum = (group: string, name: string, count: number, ...values: number[]): ClassSum => ({
  ...{ group, name, count },
  sum: Float64Array.from(values),
})

describe('classCurves', () => {
  test('each group counts once, however many vectors it has', () => {
    const [a, b] = classCurves([
      ...[sum('s1', 'b', 1, 2, 0), sum('s2', 'b', 4, 16, 4), sum('s1', 'a', 2, 2, 2)],
      sum('s1', 'b', 1, 2, 0),
    ])
    expect([a.series, b.series, b.groups]).toEqual(['a', 'b', 2])
    expect(Array.from(b.values)).toEqual([3, 0.5])
    expect(Array.from(a.low)).toEqual(Array.from(a.values))
  })

  test('the band is the 95 % interval of Student’s t over groups', () => {
    const [one] = classCurves([sum('s1', 'a', 1, 1), sum('s2', 'a', 1, 2), sum('s3', 'a', 2, 6)])
    const half = 4.302652729911275 / Math.sqrt(3)
    expectClose([one.low[0], one.high[0]], [2 - half, 2 + half], { absolute: 1e-6, why: 'f32' })
  })
})

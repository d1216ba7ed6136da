import { describe, expect, test } from 'vitest'
import { yuleWalk } from '../../src/kernels/yule-walk.ts'
import { cleaningGolden, type GoldenAsr, relativeError } from '../cleaning-golden.ts'

const gains = [3, 0.75, 0.33, 0.33, 1, 1, 3, 3]

describe('yuleWalk', () => {
  test.each(cleaningGolden<GoldenAsr>('asr.json').filters)(
    'is that of asrpy at $rateHz Hz',
    (wanted) => {
      const { rateHz } = wanted
      const high = Math.min(80, rateHz / 2 - 1)
      const edges = [0, 2, 3, 13, 16, 40, high, rateHz / 2].map((hz) => (hz * 2) / rateHz)
      const { b, a } = yuleWalk(8, edges, gains)
      expect(relativeError(b, wanted.b)).toBeLessThan(1e-6)
      expect(relativeError(a, wanted.a)).toBeLessThan(1e-6)
    },
  )

  test('edges ascend from 0 to 1', () => {
    expect(() => yuleWalk(8, [0, 0.5, 0.4, 1], [1, 1, 1, 1])).toThrow(RangeError)
    expect(() => yuleWalk(8, [0, 0.5], [1, 1])).toThrow(RangeError)
  })
})

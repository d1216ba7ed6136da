import { describe, expect, test } from 'vitest'
import { windowVotes } from '../../src/kernels/window-votes.ts'

const reaches = Float64Array.of(1, 2, 3, 9, 8, 7, 1, 8, 1, 1, 1, 1)
const thresholds = Float64Array.of(5, 5, 5)

describe('windowVotes', () => {
  test('the worst channels are interpolated; too many bad ones drop the window', () => {
    const votes = windowVotes(reaches, thresholds, { interpolate: 2, consensus: 0.5 })
    expect([...votes.labels]).toEqual([0, 0, 0, 2, 2, 1, 0, 2, 0, 0, 0, 0])
    expect([...votes.bad]).toEqual([0, 1, 0, 0])
  })

  test('a consensus of 0 drops all, and a threshold is not above itself', () => {
    const votes = windowVotes(reaches, Float64Array.of(9, 8, 7), { interpolate: 0, consensus: 0 })
    expect([...votes.labels].some((label) => label > 0)).toBe(false)
    expect([...votes.bad]).toEqual([1, 1, 1, 1])
  })
})

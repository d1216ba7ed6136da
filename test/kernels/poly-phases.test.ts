import { expect, test } from 'vitest'
import { polyPhases } from '../../src/kernels/poly-phases.ts'

test('there is a phase for each output below up, and their taps share out 20 max + 1', () => {
  const phases = polyPhases(2, 5)
  expect(phases.map(({ taps }) => taps.length)).toEqual([51, 50])
  expect(phases.map(({ first }) => first)).toEqual([-25, -22])
})

test('each phase keeps a constant, about', () => {
  for (const { taps } of polyPhases(3, 7)) {
    expect(taps.reduce((sum, tap) => sum + tap, 0)).toBeCloseTo(1, 2)
  }
})

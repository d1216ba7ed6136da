import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { phaseAmplitude } from '../../src/kernels/phase-amplitude.ts'
import { expectClose } from '../close.ts'
import { couplingGolden } from '../coupling-golden.ts'

const { coupling } = couplingGolden
const phase = Float64Array.from(coupling.phase)
const amplitude = Float64Array.from(coupling.amplitude)

describe('phaseAmplitude', () => {
  test.each(['modulationIndex', 'meanVector'] as const)('equals tensorpac: %s', (measure) => {
    const found = phaseAmplitude(phase, amplitude, { measure, bins: 18 })
    expectClose([found], [coupling[measure]], { relative: 1e-9, why: 'f64' })
  })

  test('an even amplitude is not coupled, one in a single bin wholly', () => {
    const turns = Float64Array.from({ length: 360 }, (_, t) => ((t + 0.5) / 180 - 1) * Math.PI)
    const how = { measure: 'modulationIndex', bins: 18 } as const
    expect(phaseAmplitude(turns, new Float64Array(360).fill(3), how)).toBeCloseTo(0, 12)
    const single = turns.map((_, t) => (t < 20 ? 1 : 0))
    expect(phaseAmplitude(turns, single, how)).toBe(1)
  })
})

describe('properties', () => {
  test('moving the amplitude is as moving its samples, and its size does not count', () => {
    const law = fc.property(fc.integer({ min: 0, max: 599 }), (shift) => {
      const how = { measure: 'modulationIndex', bins: 12 } as const
      const moved = amplitude.map((_, t) => 4 * amplitude[(t + 600 - shift) % 600])
      const expected = phaseAmplitude(phase, moved, how)
      expect(phaseAmplitude(phase, amplitude, { ...how, shift })).toBeCloseTo(expected, 12)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

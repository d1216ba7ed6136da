import { describe, expect, test } from 'vitest'
import { random } from '../../src/kernels/random.ts'
import { ridgeMap, sharedGpfa } from '../../src/kernels/shared-gpfa.ts'
import { expectClose } from '../close.ts'
import { gpfa } from '../gpfa-golden.ts'

const { voxels, features, samples, length, smoothness, penalty } = gpfa
const subjects = gpfa.data.map((values) => ({ values: Float64Array.from(values), voxels }))
const options = { places: gpfa, features, lengths: [length], iterations: 3000, smoothness, penalty }
const shownBy = (map: Float64Array, shared: Float64Array) =>
  Array.from({ length: voxels * samples }, (_, i) => {
    let sum = 0
    for (let k = 0; k < features; k++) {
      sum += map[Math.floor(i / samples) * features + k] * shared[k * samples + (i % samples)]
    }
    return sum
  })

describe('sharedGpfa', () => {
  const fitted = sharedGpfa(subjects, options)

  test('reaches the maximum that L-BFGS reaches from the same beginning', () => {
    expect(fitted.cost).toBeLessThan(gpfa.cost + 1e-3)
    expect(fitted.cost).toBeGreaterThan(gpfa.cost - 1e-3)
  })

  test('shows the same of each subject, with the same noise', () => {
    for (const [s, map] of fitted.maps.entries()) {
      const shown = shownBy(map, fitted.shared)
      const apart = shown.map((value, i) => (value - gpfa.shown[s][i]) ** 2)
      const power = gpfa.shown[s].reduce((sum, value) => sum + value * value, 0)
      expect(apart.reduce((sum, value) => sum + value, 0) / power).toBeLessThan(4e-4)
      const found = Float64Array.from(fitted.noise[s])
      expectClose(found, gpfa.noise[s], { relative: 0.02, why: 'two ways to one maximum' })
    }
  })

  test('each turn makes the posterior larger', () => {
    const costs = [1, 2, 5, 20].map((iterations) => {
      return sharedGpfa(subjects, { ...options, iterations }).cost
    })
    expect([...costs].sort((a, b) => b - a)).toEqual(costs)
  })

  test('chooses the length that factors have', () => {
    const draw = random(3)
    const courses = [(t: number) => Math.sin(t / 8), (t: number) => 0.7 * Math.sin(1.3 * t)]
    const film = () => {
      const weights = Array.from({ length: 6 }, () => courses.map(() => 2 * draw.normal()))
      const values = Float64Array.from({ length: 6 * 60 }, (_, i) => {
        const own = weights[Math.floor(i / 60)]
        return own[0] * courses[0](i % 60) + own[1] * courses[1](i % 60) + 0.3 * draw.normal()
      })
      return { values, voxels: 6 }
    }
    const places = { run: new Int32Array(60), at: Array.from({ length: 60 }, (_, t) => t) }
    const found = sharedGpfa([film(), film(), film()], {
      ...{ places, features: 2, lengths: [1, 2, 4, 8], iterations: 50 },
      ...{ smoothness: 1, penalty: 1 },
    })
    const [fast, slow] = [...found.lengths].sort((a, b) => a - b)
    expect(fast).toBeLessThanOrEqual(2)
    expect(slow).toBeGreaterThanOrEqual(4)
  })

  test('refuses subjects with other parcels', () => {
    const other = { values: new Float64Array(samples), voxels: 1 }
    expect(() => sharedGpfa([...subjects, other], options)).toThrow(RangeError)
  })
})

describe('ridgeMap', () => {
  test('agrees with the closed form of a subject that is added', () => {
    const subject = { values: Float64Array.from(gpfa.newcomer), voxels }
    const { map, noise } = ridgeMap(subject, Float64Array.from(gpfa.shared), penalty)
    expectClose(map, gpfa.map, { relative: 1e-8, why: 'sums in another order' })
    expectClose(noise, gpfa.left, { relative: 1e-8, why: 'sums in another order' })
  })
})

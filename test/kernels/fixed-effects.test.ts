import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixedEffects, type VoxelEffects } from '../../src/kernels/fixed-effects.ts'

function run(effects: readonly number[], variances: readonly number[]): VoxelEffects {
  return { effects: Float64Array.from(effects), variances: Float64Array.from(variances) }
}

const two = [run([1, 4], [1, 2]), run([3, -2], [3, 2])]

describe('fixedEffects', () => {
  test('plain: the mean effect, and the sum of variances over the square of the runs', () => {
    expect(fixedEffects(two, false)).toEqual(run([2, 1], [1, 1]))
  })

  test('weighted: each run counts by 1 over its variance', () => {
    const { effects, variances } = fixedEffects(two, true)
    expect([...effects]).toEqual([1.5, 1])
    expect([...variances]).toEqual([0.75, 1])
  })

  test('NaN of one run is NaN of its voxel, weighted or not', () => {
    const holes = [run([Number.NaN, 1, 1], [1, 1, 1]), run([2, 2, 2], [0, Number.NaN, 1])]
    for (const isWeighted of [false, true]) {
      const { effects, variances } = fixedEffects(holes, isWeighted)
      expect([...effects].map((e, v) => Number.isNaN(e + variances[v]))).toEqual([
        true,
        true,
        false,
      ])
    }
  })

  test('runs of variance 0 count alone when weighted', () => {
    const { effects, variances } = fixedEffects([run([5], [0]), run([1], [2]), run([7], [0])], true)
    expect([effects[0], variances[0]]).toEqual([6, 0])
  })

  test('refuses no runs and runs of unlike length', () => {
    expect(() => fixedEffects([], false)).toThrow(RangeError)
    expect(() => fixedEffects([run([1], [1]), run([1, 2], [1, 2])], false)).toThrow(RangeError)
  })
})

describe('properties', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true })
  const variance = fc.double({ min: 1e-3, max: 100, noNaN: true })
  const pairs = fc.array(fc.tuple(number, variance), { minLength: 1, maxLength: 6 })
  const runsOf = (of: readonly [number, number][]) => of.map(([e, v]) => run([e], [v]))

  test('one run is itself; weights give the smallest variance; order does not matter', () => {
    fc.assert(
      fc.property(pairs, (of) => {
        expect(fixedEffects(runsOf(of.slice(0, 1)), false)).toEqual(run([of[0][0]], [of[0][1]]))
        const [plain, weighted] = [false, true].map((is) => fixedEffects(runsOf(of), is))
        expect(weighted.variances[0]).toBeLessThanOrEqual(plain.variances[0] * (1 + 1e-12))
        const turned = fixedEffects(runsOf(of.toReversed()), true)
        expect(turned.effects[0]).toBeCloseTo(weighted.effects[0], 9)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

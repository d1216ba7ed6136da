import { describe, expect, test } from 'vitest'
import { nonNegative } from '../../src/heads/non-negative.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { matrix } from '../heads-golden.ts'

interface Golden {
  basis: number[][]
  rdms: number[][]
  weights: number[]
}
const golden = fmriGolden<Golden>('weighted.json')
const fitHead = (x: ReturnType<typeof matrix>, y: number[]) =>
  nonNegative.fit(x, { y: Float64Array.from(y), classes: 0 }, {}, 0)

describe('nonNegative', () => {
  test('RDMs of several people give the weights of rsatoolbox, but for their length', () => {
    const { basis, rdms, weights } = golden
    const values = rdms.flatMap(() => basis[0].flatMap((_, p) => basis.map((model) => model[p])))
    const y = rdms.flatMap((rdm) => {
      const size = Math.sqrt(rdm.reduce((sum, value) => sum + value ** 2, 0) / rdm.length)
      return rdm.map((value) => value / size)
    })
    const own = fitHead(matrix(values, basis.length), y).linear?.weights ?? new Float64Array(0)
    const length = Math.hypot(...own)
    const why = { absolute: 1e-6, why: 'normal equations in place of a decomposition' }
    expectClose(
      own.map((weight) => weight / length),
      weights,
      why,
    )
  })

  test('predicts from weights alone, and refuses what is not finite', () => {
    const fitted = fitHead(matrix([1, 0, 0, 1, 1, 1], 2), [2, -1, 1])
    expect([...fitted.predict(matrix([2, 5], 2))]).toEqual([3])
    expect(fitted.facts).toEqual({ weightsAbove0: 1 })
    expect(() => fitHead(matrix([Number.NaN], 1), [1])).toThrow(/non-finite/)
    expect(() => fitHead(matrix([], 1), [])).toThrow(/length-mismatch/)
  })
})

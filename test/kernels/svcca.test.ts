import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { svcca } from '../../src/kernels/svcca.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Golden {
  rows: number
  x: number[]
  y: number[]
  values: Record<string, number>
}
const { rows, ...golden } = fmriGolden<{ svcca: Golden }>('weighted.json').svcca
const [x, y] = [Float64Array.from(golden.x), Float64Array.from(golden.y)]

describe('svcca', () => {
  test.each(Object.entries(golden.values))('equals the formula in NumPy at %s', (keep, value) => {
    const why = { absolute: 1e-9, why: 'another singular value decomposition' }
    expectClose([svcca(x, y, { rows, keep: Number(keep) })], [value], why)
  })

  test('a constant set has none', () => {
    expect(svcca(x, new Float64Array(rows), { rows, keep: 0.99 })).toBeNaN()
  })
})

describe('properties', () => {
  test('a set and itself, scaled and moved, have 1', () => {
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(scale, scale, (gain, move) => {
        const other = x.map((value) => gain * value + move)
        expect(svcca(x, other, { rows, keep: 0.99 })).toBeCloseTo(1, 6)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

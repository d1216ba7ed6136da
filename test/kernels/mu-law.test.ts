import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compress,
  compressBeyondOne,
  type MuLaw,
  muLawIds,
  muLawValues,
} from '../../src/kernels/mu-law.ts'
import { expectClose } from '../close.ts'
import { stored } from '../signal-golden.ts'
import { tokenGolden } from '../token-golden.ts'

const golden = tokenGolden<{
  x: number[]
  edges: { mu: number; levels: number; ids: number[]; values: number[] }[]
  nearest: { ids: number[]; values: number[] }
  beyondOne: number[]
}>('mu-law.json')
const x = Float32Array.from(golden.x)
const one = Float64Array.of(1)

describe('mu-law', () => {
  test.each(golden.edges)('$levels bins of mu $mu equal NumPy', ({ mu, levels, ids, values }) => {
    const law: MuLaw = { mu, levels, rounding: 'edges' }
    const found = muLawIds(x, one, law)
    expect(Array.from(found)).toEqual(ids)
    expectClose(muLawValues(found, one, law), values, stored())
  })

  test('the nearest of 256 values equals torchaudio', () => {
    const law: MuLaw = { mu: 255, levels: 256, rounding: 'nearest' }
    const found = muLawIds(x, one, law)
    expect(Array.from(found)).toEqual(golden.nearest.ids)
    expectClose(muLawValues(found, one, law), golden.nearest.values, stored())
  })

  test('compression alone, and beyond one only', () => {
    const four = x.map((value) => 4 * value)
    expectClose(compressBeyondOne(four, 255), golden.beyondOne, stored())
    expect(Array.from(compress(Float32Array.of(-1, 0, 1, Number.NaN), 255))).toEqual([
      -1,
      0,
      1,
      Number.NaN,
    ])
  })

  test('NaN has no id, a silent row keeps its scale, each row has its own peak', () => {
    const rows = Float32Array.of(Number.NaN, 2, 0, 0)
    const law: MuLaw = { mu: 255, levels: 4, rounding: 'edges' }
    const ids = muLawIds(rows, Float64Array.of(2, 0), law)
    expect(Array.from(ids)).toEqual([-1, 3, 2, 2])
    expect(muLawValues(ids, Float64Array.of(2, 0), law)[0]).toBeNaN()
  })
})

describe('properties', () => {
  const value = fc.float({ min: Math.fround(-1), max: 1, noNaN: true })

  test('ids ascend with the samples, and what an id stands for has that id', () => {
    const levels = fc.integer({ min: 4, max: 300 })
    const rounding = fc.constantFrom('edges' as const, 'nearest' as const)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), levels, rounding, (list, n, how) => {
        const law: MuLaw = { mu: 255, levels: n, rounding: how }
        const sorted = Float32Array.from(list).sort()
        const ids = muLawIds(sorted, one, law)
        expect(ids).toEqual(ids.slice().sort())
        expect(muLawIds(muLawValues(ids, one, law), one, law)).toEqual(ids)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

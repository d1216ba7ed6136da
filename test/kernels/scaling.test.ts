import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { momentScaling, robustScaling, scaleInto } from '../../src/kernels/scaling.ts'
import { expectClose } from '../close.ts'
import { signalGolden, signalInput } from '../signal-golden.ts'

type Columns = { centre: number[]; scale: number[] }
const golden = signalGolden<{ z: Columns; robust: Columns }>('scaling.json')
const exact = { relative: 1e-12, why: 'f64 sums in another order' }

/** The columns of the golden input: one is constant, one has a NaN. */
const columns = [0, 1, 2, 3].map((c) => {
  const column = signalInput(4, 60).slice(60 * c, 60 * (c + 1))
  if (c === 1) column[3] = Number.NaN
  return c === 2 ? column.fill(7) : column
})

describe('scaling', () => {
  test.each([
    ['z', momentScaling],
    ['robust', robustScaling],
  ] as const)('%s equals scikit-learn, with NaN left out', (method, of) => {
    const found = columns.map((column) => of([column]))
    expectClose(
      found.map(({ centre }) => centre),
      golden[method].centre,
      exact,
    )
    expectClose(
      found.map(({ scale }) => scale),
      golden[method].scale,
      exact,
    )
  })

  test('a variable without a value has no scale', () => {
    for (const of of [momentScaling, robustScaling]) {
      expect(of([[Number.NaN]])).toEqual({ centre: Number.NaN, scale: Number.NaN })
    }
  })

  test('scaling subtracts the centre and divides by the scale', () => {
    const out = new Float32Array(3)
    scaleInto([1, 5, Number.NaN], { centre: 3, scale: 4 }, out)
    expect([...out]).toEqual([-0.5, 0.5, Number.NaN])
  })
})

describe('properties', () => {
  test('in pieces and as a whole a variable has one scale', () => {
    const law = fc.property(fc.integer({ min: 0, max: 60 }), (at) => {
      const [whole] = columns
      for (const of of [momentScaling, robustScaling]) {
        const parts = of([whole.subarray(0, at), whole.subarray(at)])
        expect(parts).toEqual(of([whole]))
      }
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

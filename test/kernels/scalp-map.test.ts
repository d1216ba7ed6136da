import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { scalpMap, scalpPlaces } from '../../src/kernels/scalp-map.ts'
import { expectClose } from '../close.ts'
import { figuresGolden, rough } from '../figures-golden.ts'

describe('scalpMap', () => {
  test('is the thin plate spline of SciPy', () => {
    const places = rough(24, 3).map((v) => 0.45 * v)
    const map = scalpMap(rough(24, 5), places, 9)
    expectClose(map, figuresGolden.scalp, { absolute: 1e-9, why: 'order of elimination' })
  })

  test('goes through the values, and is a plane where they lie on one', () => {
    const places = Float64Array.of(-0.5, 0.5, 0.5, 0.5, 0, -0.5, 0, 0)
    const [corner, side] = [0, 2]
    const map = scalpMap(Float64Array.of(1, 3, 2, 2), places, 3)
    expectClose([map[corner], map[side], map[4]], [1, 3, 2], { absolute: 1e-9, why: 'rounding' })
  })

  test('two electrodes are no surface', () => {
    expect(() => scalpMap(Float64Array.of(1, 2), Float64Array.of(0, 0, 0, 1), 4)).toThrow(
      RangeError,
    )
  })
})

describe('scalpPlaces', () => {
  test('the vertex is the centre, T8 on the right rim, the front above', () => {
    const places = scalpPlaces(electrodePositions(['Cz', 'T8', 'Fz']))
    expectClose(places.subarray(0, 4), [0, 0, 0.5 / 1.02, 0], { absolute: 1e-9, why: 'rounding' })
    expect(places[5]).toBeGreaterThan(0.2)
  })
})

describe('properties', () => {
  test('maps of sums are sums of maps', () => {
    const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: 16,
      maxLength: 16,
    })
    const places = rough(16, 2)
    fc.assert(
      fc.property(values, (all) => {
        const [a, b] = [Float64Array.from(all.slice(0, 8)), Float64Array.from(all.slice(8))]
        const [ma, mb] = [a, b].map((one) => scalpMap(one, places, 4))
        const sum = scalpMap(
          a.map((v, i) => v + b[i]),
          places,
          4,
        )
        expectClose(
          sum,
          ma.map((v, i) => v + mb[i]),
          { absolute: 1e-8, why: 'rounding' },
        )
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { flatPlaces } from '../../src/kernels/flat-places.ts'
import { normalisePlaces } from '../../src/kernels/normalise-places.ts'
import { expectClose } from '../close.ts'

interface Golden {
  readonly places: readonly (readonly number[])[]
  readonly layout: readonly (readonly number[])[]
}

const file = new URL('../golden/positions/layout.json', import.meta.url)
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden
const why = 'other functions of the same angles, both in f64'

describe('flatPlaces', () => {
  test('74 electrodes of a cap lie where MNE draws them', () => {
    const laid = flatPlaces(Float64Array.from(golden.places.flat()))
    const places = Float64Array.from(laid.flatMap(({ right, front }) => [right, front, 0]))
    const flat = normalisePlaces(places, 'zeroOne')
    const found = golden.layout.map((_, c) => [...flat.subarray(3 * c, 3 * c + 2)])
    expectClose(found.flat(), golden.layout.flat(), { absolute: 1e-12, relative: 0, why })
  })

  test('angles from the top are kept, whatever the size of the head', () => {
    const places = Float64Array.from(golden.places.flat())
    for (const [c, { right, front, radius }] of flatPlaces(places.map((v) => 95 * v)).entries()) {
      expect(Math.cos(Math.PI * Math.hypot(right, front))).toBeCloseTo(places[3 * c + 2], 12)
      expect(radius).toBeCloseTo(Math.hypot(right, front), 12)
    }
  })

  test('the top is the middle, the bottom is half a turn away', () => {
    const [top, bottom] = flatPlaces(Float64Array.of(0, 0, 1, 0, 1e-9, -1))
    expect(top).toEqual({ right: 0, front: 0, radius: 0 })
    expect(bottom.front).toBeCloseTo(1, 6)
  })
})

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
const why = 'arc tangent in place of arc cosine, both in f64'

describe('flatPlaces', () => {
  test('74 electrodes of a cap lie where MNE draws them', () => {
    const flat = normalisePlaces(flatPlaces(Float64Array.from(golden.places.flat())), 'zeroOne')
    const found = golden.layout.map((_, c) => [...flat.subarray(3 * c, 3 * c + 2)])
    expectClose(found.flat(), golden.layout.flat(), { absolute: 1e-12, relative: 0, why })
  })

  test('angles from the top are kept, whatever the size of the head', () => {
    const places = Float64Array.from(golden.places.flat())
    const flat = flatPlaces(places.map((v) => 95 * v))
    for (let c = 0; c < places.length / 3; c++) {
      const [x, y, z] = flat.subarray(3 * c, 3 * c + 3)
      expect(Math.cos(Math.hypot(x, y))).toBeCloseTo(places[3 * c + 2], 12)
      expect(z).toBe(0)
    }
  })

  test('the top is the middle, the bottom is pi away', () => {
    const flat = flatPlaces(Float64Array.of(0, 0, 1, 0, 1e-9, -1))
    expect([...flat.subarray(0, 3)]).toEqual([0, 0, 0])
    expect(flat[4]).toBeCloseTo(Math.PI, 6)
  })
})

import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { electrodePlaces } from '../../src/tables/electrode-places.ts'
import { type Sensor, withSensors } from '../../src/tables/sensors.ts'
import { signalsOf } from '../signal-golden.ts'

const names = ['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'Cz']
const standard = electrodePositions(names)
const table = signalsOf([{ channels: names, values: new Float32Array(14) }])

/** Every channel at its standard place, on a sphere of 90 mm around another origin. */
const measured = Object.fromEntries(
  names.map((name, c): [string, Sensor] => {
    const [x, y, z] = standard.subarray(3 * c, 3 * c + 3)
    return [name, { positionM: [0.09 * x, 0.09 * y + 0.01, 0.09 * z + 0.04], frame: 'head' }]
  }),
)

describe('electrodePlaces', () => {
  test('without positions places are those of the names', () => {
    expect(electrodePlaces(table, names)).toEqual({ places: standard, from: 'names' })
  })

  test('positions of the file count from the centre of the sphere that fits them', () => {
    const { places, from } = electrodePlaces(withSensors(table, measured), names)
    expect(from).toBe('file')
    places.forEach((v, i) => {
      expect(v).toBeCloseTo(standard[i], 9)
    })
  })

  test('names are found by their keys, a channel without position has no place', () => {
    const known = withSensors(table, measured)
    const { places } = electrodePlaces(known, ['EEG Fp1-REF', ...names, 'ECG'], ['fp1'])
    expect(places[0]).toBeCloseTo(standard[0], 9)
    expect(places.subarray(-3)).toEqual(new Float64Array(3).fill(Number.NaN))
  })

  test('names decide where one needed has no position, and for electrodes in a head', () => {
    const known = withSensors(table, measured)
    expect(electrodePlaces(known, [...names, 'Fz']).from).toBe('names')
    const inside = Object.entries(measured).map(([name, s]) => [name, { ...s, type: 'ecog' }])
    const within = withSensors(table, Object.fromEntries(inside))
    expect(electrodePlaces(within, names).from).toBe('names')
  })
})

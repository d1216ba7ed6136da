import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { electrodePosition, electrodePositions } from '../../src/kernels/electrode-positions.ts'

type Places = Record<string, [number, number, number]>

function golden<T>(file: string): T {
  const at = new URL(`../golden/positions/${file}`, import.meta.url)
  return JSON.parse(readFileSync(at, 'utf8')) as T
}

const spherical = golden<Places>('spherical.json')

test('all 345 electrodes lie where the spherical montage of MNE has them', () => {
  const names = Object.keys(spherical)
  const found = electrodePositions(names, 90)
  const apart = Object.values(spherical)
    .flat()
    .map((v, i) => Math.abs(v - found[i]))
  expect(names).toHaveLength(345)
  expect(Math.max(...apart)).toBeLessThan(1e-4)
})

test.each(Object.entries(golden<Record<string, Places>>('heads.json')))(
  'electrodes lie near those of %s',
  (_, places) => {
    const angles = Object.entries(places).map(([name, place]) => degreesApart(name, place))
    expect(angles.reduce((sum, angle) => sum + angle) / angles.length).toBeLessThan(5)
    expect(Math.max(...angles)).toBeLessThan(12)
  },
)

test('the electrodes of the montage standard_1005 lie near those of its head', () => {
  const places = Object.entries(golden<Places>('standard-1005.json'))
  const angles = places.map(([name, place]) => degreesApart(name, place))
  expect(places).toHaveLength(335)
  expect(angles.reduce((sum, angle) => sum + angle) / angles.length).toBeLessThan(4.5)
  expect(Math.max(...angles)).toBeLessThan(11)
})

test('the vertex is on top, T7 on the left end of the equator, Oz on the back', () => {
  expect(electrodePosition('Cz')).toEqual([0, 0, 1])
  expect(rounded('T7')).toEqual([-1, 0, 0])
  expect(rounded('Oz')).toEqual([0, -1, 0])
  expect(rounded('Fpz')).toEqual([0, 1, 0])
})

test.each([
  ['FP1', 'Fp1'],
  ['EEG Fp1-REF', 'Fp1'],
  ['EEG FP1-LE', 'Fp1'],
  ['Fp1-A2', 'Fp1'],
  ['Fc5.', 'FC5'],
  ['T3', 'T7'],
  ['t4', 'T8'],
  ['T5', 'P7'],
  ['EEG T6-Ref', 'P8'],
  ['O9', 'I1'],
  ['EEG A1', 'A1'],
])('%s is %s', (name, standard) => {
  expect(electrodePosition(standard)).toBeDefined()
  expect(electrodePosition(name)).toEqual(electrodePosition(standard))
})

test('earlobes and mastoids lie below the ring', () => {
  expect(rounded('A1')).toEqual([-0.71, 0, -0.71])
  expect(rounded('M2')).toEqual([0.67, -0.22, -0.71])
})

test.each(['A2-A1', 'Fp1-F7', 'ECG', 'ECG ECG', 'EOG', '', 'z', 'F0', 'F11', 'FC7', 'FT3', 'Fp3'])(
  '"%s" has no place',
  (name) => {
    expect(electrodePosition(name)).toBeUndefined()
    expect([...electrodePositions([name])]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  },
)

test('a nasion on or behind the vertex is refused', () => {
  expect(() => electrodePositions(['Cz'], 0)).toThrow(RangeError)
  expect(() => electrodePosition('Cz', 150)).toThrow(RangeError)
})

describe('properties', () => {
  const names = fc.constantFrom(...Object.keys(spherical))
  const angles = fc.double({ min: 80, max: 130, noNaN: true })

  test('every place is at distance 1', () => {
    const law = fc.property(names, angles, (name, nasionDeg) => {
      expect(Math.hypot(...placeOf(name, nasionDeg))).toBeCloseTo(1, 12)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('an even number is the mirror of the odd one before it', () => {
    const odd = names.filter((name) => /[13579]h?$/.test(name))
    const law = fc.property(odd, angles, (name, nasionDeg) => {
      const [x, y, z] = placeOf(name, nasionDeg)
      const mirror = name.replace(/\d+/, (n) => String(Number(n) + 1))
      expect(placeOf(mirror, nasionDeg)).toEqual([-x, y, z])
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

function placeOf(name: string, nasionDeg?: number) {
  return electrodePosition(name, nasionDeg) ?? [Number.NaN, Number.NaN, Number.NaN]
}

function rounded(name: string): number[] {
  return placeOf(name).map((v) => Math.round(v * 100) / 100 + 0)
}

function degreesApart(name: string, place: readonly number[]): number {
  const cosine = placeOf(name).reduce((sum, v, i) => sum + v * place[i], 0)
  return (Math.acos(Math.min(1, cosine)) * 180) / Math.PI
}

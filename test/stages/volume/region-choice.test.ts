import { describe, expect, test } from 'vitest'
import { chosenRegions, regionsPath } from '../../../src/stages/volume/region-choice.ts'
import { makeRegions } from '../../../src/tables/regions.ts'

const table = makeRegions(
  ['a', 'b', 'c'].map((name, i) => ({
    name,
    label: i + 1,
    place: [0, 0, 0] as const,
    network: i < 2 ? 'X' : 'Y',
  })),
)
const names = (choice: Parameters<typeof chosenRegions>[2]) =>
  chosenRegions('parcellate', table, choice).map(({ name }) => name)

describe('chosenRegions', () => {
  test('takes all, networks in the order of the table, names in their own', () => {
    expect(names({})).toEqual(['a', 'b', 'c'])
    expect(names({ networks: ['Y', 'X'] })).toEqual(['a', 'b', 'c'])
    expect(names({ only: ['c', 'a'] })).toEqual(['c', 'a'])
  })

  test('names what the table lacks', () => {
    expect(() => names({ only: ['a', 'z'] })).toThrow(/"?missing"?.*z/s)
    expect(() => names({ networks: ['Z'] })).toThrow(/stage-options/)
    expect(() => names({ networks: ['X'], only: ['c'] })).toThrow(/stage-options/)
  })
})

test('regions come from the option, or from the card of the atlas', () => {
  expect(regionsPath('a_dseg.tsv', 'atlas:x')).toBe('a_dseg.tsv')
  expect(regionsPath(undefined, 'atlas:x')).toBe('atlas:x/regions')
  expect(regionsPath('atlas:y')).toBe('atlas:y/regions')
  expect(regionsPath(undefined, 'a.nii.gz')).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { readRegions } from '../../src/io/regions.ts'
import { memorySource } from '../../src/io/source.ts'
import { regionsOf } from '../../src/tables/regions.ts'

const read = (text: string) =>
  readRegions(memorySource('a_dseg.tsv', new TextEncoder().encode(text)))

describe('readRegions', () => {
  test('names, labels, networks and places in the order of the file', async () => {
    const text = 'index\tname\tnetwork\tx\ty\tz\n7\tb\tVis\t1\t2\t-3\n2\ta\tn/a\t0\t0\t0\n'
    const regions = regionsOf(await read(text))
    expect(regions).toEqual([
      { name: 'b', label: 7, place: [1, 2, -3], network: 'Vis' },
      { name: 'a', label: 2, place: [0, 0, 0], network: '' },
    ])
    expect(regionsOf(await read(text), ['Vis']).map(({ name }) => name)).toEqual(['b'])
  })

  test('names alone are labels 1, 2, 3 without a place', async () => {
    const [first, second] = regionsOf(await read('name\na\nb\n'))
    expect([first.label, second.label, first.place[0]]).toEqual([1, 2, Number.NaN])
  })

  test.each([
    ['a name twice', 'name\na\na\n', /file-corrupt.*line 3/],
    ['a name that is missing', 'name\tx\na\t1\nn/a\t2\n', /file-corrupt/],
    ['a label twice', 'index\tname\n1\ta\n1\tb\n', /file-corrupt/],
    ['a label that is no whole number', 'index\tname\n1.5\ta\n', /file-corrupt/],
    ['no names', 'index\n1\n', /column-missing/],
    ['no regions', 'name\n', /file-empty/],
  ])('refuses %s', async (_, text, says) => {
    await expect(read(text)).rejects.toThrow(says)
  })
})

import { describe, expect, test } from 'vitest'
import { parcellate } from '../../../src/stages/volume/parcellate.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { makeRegions } from '../../../src/tables/regions.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import { type Table, wordsOf } from '../../../src/tables/table.ts'
import { makeVolumes } from '../../../src/tables/volumes.ts'
import { expectClose } from '../../close.ts'
import {
  exampleGrid,
  exampleImage,
  exampleRecording,
  type GoldenVoxels,
  golden,
} from './example-volumes.ts'

const scans = Float32Array.from({ length: 24 }, (_, i) => i)
const volumes = makeVolumes(exampleRecording, exampleGrid, 2, scans)
const atlas = exampleImage([0, 3, 3, 0, 0, 0, 1, 1, 1, 0, 0, 2])

function parcels(options: object, image: Table = atlas, input = volumes, more = {}) {
  const parsed = parcellate.options.parse({ atlas: 'atlas.nii', ...options })
  const tables = { atlas: image, ...more }
  return parcellate.run(input, parsed, { tables, seed: 0 }) as Table<'signals'>
}

const region = (name: string, label: number, network: string) => {
  return { name, label, network, place: [0, 0, 0] as const }
}

describe('parcellate', () => {
  test('averages each label, in ascending order', () => {
    const signals = parcels({})
    expect(wordsOf(signals, 'channel')).toEqual(['1', '2', '3'])
    expect([...segmentsOf(signals)[0].values]).toEqual([7, 19, 11, 23, 1.5, 13.5])
  })

  test('names labels by a list, or chooses them by a map', () => {
    expect(wordsOf(parcels({ labels: ['a', 'b', 'c'] }), 'channel')).toEqual(['a', 'b', 'c'])
    const chosen = parcels({ labels: { late: 3, early: 1 } })
    expect(wordsOf(chosen, 'channel')).toEqual(['early', 'late'])
  })

  test.each(['mean', 'median'] as const)('agrees with nilearn: %s', (statistic) => {
    const file = golden<GoldenVoxels>('voxels.json')
    const grid = { shape: file.shape, affine: file.affine }
    const input = makeVolumes(exampleRecording, grid, 2, Float32Array.from(file.voxels))
    const signals = parcels({ statistic }, exampleImage(file.atlas, grid), input)
    expect(wordsOf(signals, 'channel')).toEqual(file.labels.map(String))
    const { values } = segmentsOf(signals)[0]
    expectClose(values, file[statistic], { relative: 1e-7, why: 'stored as f32' })
  })

  test('says which samples are not finite, and which labels the mask has none of', () => {
    const holed = makeVolumes(exampleRecording, exampleGrid, 2, scans.with(6, Number.NaN))
    const mask = exampleImage([0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0])
    const signals = parcels({ mask: 'm.nii' }, atlas, holed, { mask })
    expect(wordsOf(signals, 'channel')).toEqual(['1', '3'])
    expect(notesOf(signals)).toEqual([
      { stage: 'parcellate', says: 'samples that are not finite are kept', samples: 1 },
      {
        stage: 'parcellate',
        says: 'labels without voxels in the mask were left out',
        labels: ['2'],
      },
    ])
    expect(notesOf(parcels({}))).toEqual([])
  })

  test('refuses labels without voxels, voxels without names, and halves', () => {
    expect(() => parcels({ labels: { a: 9 } })).toThrow(/stage-options.*withoutVoxels.*9/)
    expect(() => parcels({ labels: ['a', 'b'] })).toThrow(/stage-options.*withoutName \[3\]/)
    expect(() => parcels({}, exampleImage(new Array(12).fill(0.5)))).toThrow(/whole numbers/)
  })

  test('names and order come from a table of regions, all or those of networks', () => {
    const regions = makeRegions([region('c', 3, 'A'), region('a', 1, 'B'), region('b', 2, 'A')])
    const of = (options: object, table = regions) =>
      parcels({ regions: 'r.tsv', ...options }, atlas, volumes, { regions: table })
    expect(wordsOf(of({}), 'channel')).toEqual(['c', 'a', 'b'])
    expect([...segmentsOf(of({}))[0].values.subarray(0, 4)]).toEqual([1.5, 13.5, 7, 19])
    expect(wordsOf(of({ networks: ['A'] }), 'channel')).toEqual(['c', 'b'])
    expect(() => of({ networks: ['Z'] })).toThrow(/stage-options/)
    const missing = makeRegions([region('c', 3, ''), region('d', 8, '')])
    expect(() => of({}, missing)).toThrow(/withoutVoxels.*8/)
    const fewer = makeRegions([region('c', 3, ''), region('a', 1, '')])
    expect(() => of({}, fewer)).toThrow(/withoutName \[2\]/)
    const both = { atlas: 'a', regions: 'r', labels: ['a'] }
    expect(parcellate.options.safeParse(both).success).toBe(false)
  })

  test('a mask leaves voxels out of their region', () => {
    const mask = exampleImage([1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    const out = parcels({ mask: 'm' }, atlas, volumes, { mask })
    expect([...segmentsOf(out)[0].values.subarray(4)]).toEqual([1, 13])
  })

  test('shows both grids when they differ', () => {
    const grid = { ...exampleGrid, affine: exampleGrid.affine.with(0, 2) }
    expect(() => parcels({}, exampleImage(new Array(12).fill(1), grid))).toThrow(
      /grid-mismatch.*expected.*found/,
    )
  })
})

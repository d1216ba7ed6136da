import { describe, expect, test } from 'vitest'
import { spheres } from '../../../src/stages/volume/spheres.ts'
import { makeRegions } from '../../../src/tables/regions.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { goldenVolumes, images } from '../../images-golden.ts'

function run(options: object, tables = {}) {
  const given = spheres.options.parse(options)
  return spheres.run(goldenVolumes(), given, { tables, seed: 0 }) as Table<'signals'>
}

const named = (points: [number, number, number][]) =>
  Object.fromEntries(points.map((point, k) => [`p${k}`, point]))

describe('spheres', () => {
  test.each(images.spheres.map((each) => [each.radiusMm, each] as const))(
    'agrees with nilearn: %s mm',
    (radiusMm, { seeds, values }) => {
      const out = run({ seeds: named(seeds), radiusMm, overlap: true })
      expectClose(segmentsOf(out)[0].values, values, { relative: 1e-6, why: 'kept as f32' })
    },
  )

  test('points come from a table of regions', () => {
    const { seeds, radiusMm, values } = images.spheres[1]
    const table = makeRegions(
      seeds.map((place, k) => ({
        name: `p${k}`,
        label: k + 1,
        place,
        network: k === 1 ? 'A' : '',
      })),
    )
    const from = (options: object, regions = table) =>
      segmentsOf(run({ regions: 'r.tsv', radiusMm, overlap: true, ...options }, { regions }))[0]
    expectClose(from({}).values, values, { relative: 1e-6, why: 'kept as f32' })
    expect(from({ networks: ['A'] }).channels).toEqual(['p1'])
    const nowhere = makeRegions([{ name: 'a', label: 1, place: [NaN, 0, 0], network: '' }])
    expect(() => from({}, nowhere)).toThrow(/withoutPlace/)
    expect(spheres.options.safeParse({}).success).toBe(false)
  })

  test('refuses spheres without voxels or that overlap', () => {
    expect(() => run({ seeds: { far: [500, 0, 0] }, radiusMm: 4 })).toThrow(/withoutVoxels/)
    expect(() => run({ seeds: { a: [0, 0, 0], b: [1, 0, 0] }, radiusMm: 6 })).toThrow(/overlap/)
    const mask = goldenVolumes(new Float32Array(images.mask.length))
    const seeds = { a: [0, 0, 0] }
    expect(() => run({ seeds, radiusMm: 6, mask: 'm' }, { mask })).toThrow(/withoutVoxels/)
    expect(spheres.options.safeParse({ seeds: {} }).success).toBe(false)
  })
})

import { describe, expect, test } from 'vitest'
import { spheres } from '../../../src/stages/volume/spheres.ts'
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

  test('refuses spheres without voxels or that overlap', () => {
    expect(() => run({ seeds: { far: [500, 0, 0] }, radiusMm: 4 })).toThrow(/withoutVoxels/)
    expect(() => run({ seeds: { a: [0, 0, 0], b: [1, 0, 0] }, radiusMm: 6 })).toThrow(/overlap/)
    const mask = goldenVolumes(new Float32Array(images.mask.length))
    const seeds = { a: [0, 0, 0] }
    expect(() => run({ seeds, radiusMm: 6, mask: 'm' }, { mask })).toThrow(/withoutVoxels/)
    expect(spheres.options.safeParse({ seeds: {} }).success).toBe(false)
  })
})

import { describe, expect, test } from 'vitest'
import { regrid } from '../../../src/stages/volume/regrid.ts'
import type { Table } from '../../../src/tables/table.ts'
import { gridOf, voxelsOf } from '../../../src/tables/volumes.ts'
import { expectClose } from '../../close.ts'
import { goldenVolumes, images } from '../../images-golden.ts'

const size = images.voxels.length / images.scans
const first = goldenVolumes(images.voxels.slice(0, size))

function run(options: object, like?: Table) {
  const tables: Record<string, Table> = like ? { like } : {}
  return regrid.run(first, regrid.options.parse(options), { tables, seed: 0 }) as Table<'volumes'>
}

describe('regrid', () => {
  test.each(
    images.regrid.map((each) => [`${each.interpolation} ${each.voxelMm ?? 'like'}`, each] as const),
  )('agrees with nilearn: %s', (_, { interpolation, voxelMm, shape, affine, values }) => {
    const like = goldenVolumes(new Float32Array(values.length), { shape, affine }, 0)
    const options = voxelMm ? { voxelMm, interpolation } : { like: 'x.nii', interpolation }
    const out = run(options, like)
    expect(gridOf(out).shape).toEqual(shape)
    expectClose(gridOf(out).affine, affine, { absolute: 1e-9, why: 'the same bounds' })
    expectClose(voxelsOf(out).values, values, { relative: 1e-6, why: 'kept as f32' })
  })

  test('refuses a grid that holds nothing of the old one', () => {
    const affine = images.affine.with(3, 500)
    const like = goldenVolumes(new Float32Array(size), { shape: images.shape, affine }, 0)
    expect(() => run({ like: 'x.nii' }, like)).toThrow(/grid-mismatch/)
    expect(regrid.options.safeParse({}).success).toBe(false)
  })
})

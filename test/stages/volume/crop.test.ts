import { describe, expect, test } from 'vitest'
import { crop } from '../../../src/stages/volume/crop.ts'
import type { Table } from '../../../src/tables/table.ts'
import { gridOf, voxelsOf } from '../../../src/tables/volumes.ts'
import { goldenVolumes, images } from '../../images-golden.ts'

function run(volumes: Table<'volumes'>, options: object, mask?: Table) {
  const tables: Record<string, Table> = mask ? { mask } : {}
  return crop.run(volumes, crop.options.parse(options), { tables, seed: 0 }) as Table<'volumes'>
}

describe('crop', () => {
  test('cuts to the box of a mask, as nilearn', () => {
    const mask = goldenVolumes(images.crop.mask)
    const out = run(mask, { image: 'm.nii' }, mask)
    expect(gridOf(out)).toEqual({ shape: images.crop.shape, affine: images.crop.affine })
    expect([...voxelsOf(out).values]).toEqual(images.crop.values)
  })

  test('cuts and fills about the centre; what is cut off comes back as fill', () => {
    const volumes = goldenVolumes()
    const [nx, ny, nz] = images.shape
    const wide = run(volumes, { shape: [nx + 4, ny + 2, nz + 6] })
    const back = run(wide, { shape: images.shape })
    expect([...voxelsOf(back).values]).toEqual(images.voxels)
    expect(gridOf(back)).toEqual(gridOf(volumes))
    expect(voxelsOf(wide).values[0]).toBe(0)
  })

  test('refuses an empty mask and another grid', () => {
    const volumes = goldenVolumes()
    const empty = goldenVolumes(new Float32Array(images.crop.mask.length))
    expect(() => run(volumes, { image: 'm.nii' }, empty)).toThrow(/stage-options/)
    const affine = images.affine.with(3, 1)
    const other = goldenVolumes(images.crop.mask, { shape: images.shape, affine })
    expect(() => run(volumes, { image: 'm.nii' }, other)).toThrow(/grid-mismatch/)
    expect(crop.options.safeParse({}).success).toBe(false)
  })
})

import { describe, expect, test } from 'vitest'
import { smooth } from '../../../src/stages/volume/smooth.ts'
import { notesOf } from '../../../src/tables/note.ts'
import type { Table } from '../../../src/tables/table.ts'
import { voxelsOf } from '../../../src/tables/volumes.ts'
import { expectClose } from '../../close.ts'
import { goldenVolumes, images } from '../../images-golden.ts'

const none = { tables: {}, seed: 0 }

function run(volumes: Table<'volumes'>, fwhmMm: unknown) {
  return smooth.run(volumes, smooth.options.parse({ fwhmMm }), none) as Table<'volumes'>
}

describe('smooth', () => {
  test.each(images.smooth.map((each) => [String(each.fwhmMm), each] as const))(
    'agrees with nilearn: %s mm',
    (_, { fwhmMm, values }) => {
      const found = voxelsOf(run(goldenVolumes(), fwhmMm)).values
      expectClose(found, values, { relative: 1e-6, why: 'kept as f32 between the axes' })
    },
  )

  test('voxels that are not finite count as 0 for the others and stay, with a note', () => {
    const holed = goldenVolumes(images.voxels.with(5, Number.NaN))
    const zeroed = goldenVolumes(images.voxels.with(5, 0))
    const out = run(holed, 6)
    const expected = voxelsOf(run(zeroed, 6)).values.slice()
    expected[5] = Number.NaN
    expect(voxelsOf(out).values).toEqual(expected)
    expect(notesOf(out)[0]).toMatchObject({ stage: 'smooth', voxels: 1 })
  })

  test('a width of 0 changes nothing; one below 0 is refused', () => {
    expect([...voxelsOf(run(goldenVolumes(), 0)).values]).toEqual(images.voxels)
    expect(smooth.options.safeParse({ fwhmMm: -1 }).success).toBe(false)
  })
})

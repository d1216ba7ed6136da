import { describe, expect, test } from 'vitest'
import { scaleVolumes } from '../../../src/stages/volume/scale-volumes.ts'
import { notesOf } from '../../../src/tables/note.ts'
import type { Table } from '../../../src/tables/table.ts'
import { voxelsOf } from '../../../src/tables/volumes.ts'
import { expectClose } from '../../close.ts'
import { goldenVolumes, images } from '../../images-golden.ts'

function run(volumes: Table<'volumes'>, options: object, mask?: Table) {
  const tables: Record<string, Table> = mask ? { mask } : {}
  const given = scaleVolumes.options.parse(options)
  return scaleVolumes.run(volumes, given, { tables, seed: 0 }) as Table<'volumes'>
}

describe('scaleVolumes', () => {
  test('percent agrees with nilearn', () => {
    const out = run(goldenVolumes(), {})
    expectClose(voxelsOf(out).values, images.percent, { relative: 1e-6, why: 'kept as f32' })
    expect(out.meta.unit).toBe('percent')
  })

  test('one z-score over the mask: mean 0 and deviation 1 there, zeros outside', () => {
    const out = run(goldenVolumes(), { method: 'zRun', image: 'm' }, goldenVolumes(images.mask))
    const { values, size } = voxelsOf(out)
    const inside = values.filter((_, i) => images.mask[i % size] !== 0)
    const mean = inside.reduce((sum, v) => sum + v, 0) / inside.length
    const squares = inside.reduce((sum, v) => sum + (v - mean) ** 2, 0)
    expect(mean).toBeCloseTo(0, 5)
    expect(squares / (inside.length - 1)).toBeCloseTo(1, 5)
    expect(values.every((v, i) => images.mask[i % size] !== 0 || v === 0)).toBe(true)
  })

  test('voxels of one value become zeros, with a note', () => {
    const size = images.voxels.length / images.scans
    const before = notesOf(run(goldenVolumes(), { method: 'z' }))[0]?.voxels ?? 0
    const flat = images.voxels.map((v, i) => (i % size === 40 ? 7 : v))
    const out = run(goldenVolumes(flat), { method: 'z' })
    expect(voxelsOf(out).values[40]).toBe(0)
    expect(notesOf(out)[0]).toMatchObject({
      says: 'voxels of one value became zeros',
      voxels: Number(before) + 1,
    })
  })

  test('refuses an empty mask', () => {
    const empty = goldenVolumes(new Float32Array(images.mask.length))
    expect(() => run(goldenVolumes(), { image: 'm' }, empty)).toThrow(/stage-options/)
  })
})

import { describe, expect, test } from 'vitest'
import { maps } from '../../../src/stages/volume/maps.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import { type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { goldenVolumes, images } from '../../images-golden.ts'

const atlas = goldenVolumes(images.maps.maps)

function run(options: object, tables: Record<string, Table> = { atlas }) {
  const given = maps.options.parse({ atlas: 'a.nii', ...options })
  return maps.run(goldenVolumes(), given, { tables, seed: 0 }) as Table<'signals'>
}

describe('maps', () => {
  test('agrees with nilearn, with names in order', () => {
    const out = run({ names: ['a', 'b', 'c'] })
    expect(wordsOf(out, 'channel')).toEqual(['a', 'b', 'c'])
    const { values } = segmentsOf(out)[0]
    expectClose(values, images.maps.values, { relative: 1e-6, why: 'kept as f32' })
  })

  test('means by weight agree with numpy; a map without weights is refused', () => {
    const { values } = segmentsOf(run({ method: 'weightedMean' }))[0]
    expectClose(values, images.maps.weighted, { relative: 1e-6, why: 'kept as f32' })
    const none = goldenVolumes(images.maps.maps.map(() => 0))
    const asked = () => run({ method: 'weightedMean', names: ['a', 'b', 'c'] }, { atlas: none })
    expect(asked).toThrow(/withoutWeight \["a","b","c"\]/)
    expect(() => run({}, { atlas: none })).toThrow(/withoutWeight/)
  })

  test('a mask leaves voxels out', () => {
    const all = goldenVolumes(images.mask.map(() => 1))
    const { values } = segmentsOf(run({ mask: 'm.nii' }, { atlas, mask: all }))[0]
    expectClose(values, images.maps.values, { relative: 1e-6, why: 'kept as f32' })
  })

  test('refuses an image of labels', () => {
    const labels = goldenVolumes(images.atlas)
    expect(() => run({}, { atlas: labels })).toThrow(/parcellate/)
    const one = goldenVolumes(images.atlas.map((label) => (label === 0 ? 0 : 1)))
    expect(run({}, { atlas: one }).rows).toBe(1)
  })

  test('refuses other than as many names as maps, and another grid', () => {
    expect(() => run({ names: ['a'] })).toThrow(/stage-options/)
    const affine = images.affine.with(3, 1)
    const other = goldenVolumes(images.maps.maps, { shape: images.shape, affine })
    expect(() => run({}, { atlas: other })).toThrow(/grid-mismatch/)
  })
})

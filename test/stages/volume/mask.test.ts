import { describe, expect, test } from 'vitest'
import { mask } from '../../../src/stages/volume/mask.ts'
import { meanScan } from '../../../src/tables/mean-scan.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { type Signals, segmentsOf } from '../../../src/tables/signals.ts'
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

const scans = Float32Array.from({ length: 24 }, (_, i) => (i % 12) + (i < 12 ? 0 : 100))
const volumes = makeVolumes(exampleRecording, exampleGrid, 2, scans)
const none = { tables: {}, seed: 0 }

async function masked(options: unknown, tables = {}) {
  const out = await mask.run(volumes, mask.options.parse(options), { tables, seed: 0 })
  return out as Table<'signals'>
}

describe('mask', () => {
  test('keeps the voxels of an image, named by index, z fastest', async () => {
    const image = exampleImage([0, 1, 0, 0, 0, 0, 2, Number.NaN, 0, 0, 1, 0])
    const signals = await masked({ image: 'mask.nii' }, { mask: image })
    expect(wordsOf(signals, 'channel')).toEqual(['0,0,1', '0,2,1', '1,0,0'])
    expect([...segmentsOf(signals)[0].values]).toEqual([6, 106, 10, 110, 1, 101])
  })

  test('keeps the voxels whose mean in the first recording exceeds a value', async () => {
    const signals = await masked({ meanAbove: 59 }, { mean: meanScan(volumes) })
    expect(wordsOf(signals, 'channel')).toEqual(['0,2,1', '1,2,1'])
    expect(mask.needs?.(mask.options.parse({ meanAbove: 0 }))).toEqual({
      mean: { table: 'meanOfFirst' },
    })
  })

  test('NaN stays in its voxel and scan, with a note', async () => {
    const holed = makeVolumes(exampleRecording, exampleGrid, 2, scans.with(6, Number.NaN))
    const image = exampleImage([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    const options = mask.options.parse({ image: 'm' })
    const out = (await mask.run(holed, options, { tables: { mask: image }, seed: 0 })) as Signals
    expect([...segmentsOf(out)[0].values]).toEqual([Number.NaN, 106])
    expect(notesOf(out)).toMatchObject([{ stage: 'mask', samples: 1 }])
  })

  test('agrees with nilearn in order and values', async () => {
    const {
      shape,
      affine,
      voxels,
      mask: image,
      masked: expected,
    } = golden<GoldenVoxels>('voxels.json')
    const grid = { shape, affine }
    const input = makeVolumes(exampleRecording, grid, 2, Float32Array.from(voxels))
    const tables = { mask: exampleImage(image, grid) }
    const signals = await mask.run(input, mask.options.parse({ image: 'm' }), { tables, seed: 0 })
    const values = segmentsOf(signals as Table<'signals'>)[0].values
    expectClose(values, expected, { relative: 1e-7, why: 'the same numbers' })
  })

  test('refuses another grid, an empty mask, and options that say both or nothing', async () => {
    const other = { ...exampleGrid, shape: [2, 2, 3] as const }
    const image = exampleImage(new Array(12).fill(1), other)
    await expect(masked({ image: 'm' }, { mask: image })).rejects.toThrow(/grid-mismatch/)
    const empty = exampleImage(new Array(12).fill(0))
    await expect(masked({ image: 'm' }, { mask: empty })).rejects.toThrow(/stage-options/)
    expect(mask.options.safeParse({}).success).toBe(false)
    expect(mask.options.safeParse({ image: 'm', meanAbove: 1 }).success).toBe(false)
    await expect(async () =>
      mask.run(volumes, mask.options.parse({ image: 'm' }), none),
    ).rejects.toThrow(/internal/)
  })
})

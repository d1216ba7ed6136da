import { describe, expect, test } from 'vitest'
import { readImage } from '../../src/io/nifti.ts'
import { memorySource } from '../../src/io/source.ts'
import { tableImage } from '../../src/io/table-image.ts'
import { betas } from '../../src/stages/volume/betas.ts'
import { mask } from '../../src/stages/volume/mask.ts'
import { makeEvents } from '../../src/tables/events.ts'
import { listsOf, type Table } from '../../src/tables/table.ts'
import { goldenVolumes, images } from '../images-golden.ts'

const size = images.mask.length
const scans = 30
const volumes = goldenVolumes(
  Float32Array.from({ length: size * scans }, (_, i) => 500 + ((i * 7919) % 101)),
)

async function masked(): Promise<Table<'signals'>> {
  const tables = { mask: goldenVolumes(images.mask) }
  return (await mask.run(volumes, mask.options.parse({ image: 'm' }), {
    tables,
    seed: 0,
  })) as Table<'signals'>
}

const read = (bytes: Uint8Array) => readImage(memorySource('x.nii', bytes))

describe('tableImage', () => {
  test('volumes come back as they were', async () => {
    const { bytes, facts } = tableImage(volumes, 'x.arrow')
    const image = await read(bytes)
    expect(image.values).toEqual(listsOf(volumes, 'voxels').values)
    expect([image.grid.shape, image.trS, facts]).toEqual([images.shape, 2, { RepetitionTime: 2 }])
  })

  test('voxels of a mask lie where they were, NaN outside', async () => {
    const { values, grid } = await read(tableImage(await masked(), 'x.arrow').bytes)
    expect(grid.affine).toEqual(images.affine)
    const original = listsOf(volumes, 'voxels').values
    for (let i = 0; i < values.length; i++) {
      expect(values[i]).toBe(images.mask[i % size] ? original[i] : Number.NaN)
    }
  })

  test('each row of betas is a volume, named in the facts', async () => {
    const recording = { subject: 'A', session: '1', run: '1', recording: 'A', labels: {} }
    const events = makeEvents(recording, [
      { onsetS: 4, durationS: 6, label: 'face' },
      { onsetS: 30, durationS: 6, label: 'house' },
    ])
    const options = betas.options.parse({ drift: 'none', noise: 'ols' })
    const rows = await betas.run(await masked(), options, { tables: { events }, seed: 0 })
    const { bytes, facts } = tableImage(rows, 'x.arrow')
    const image = await read(bytes)
    expect(image.values.length).toBe(2 * size)
    const { values, size: depth } = listsOf(rows, 'features')
    const inside = image.values.filter((value) => !Number.isNaN(value))
    expect([...inside].sort()).toEqual([...values.subarray(0, 2 * depth)].sort())
    expect(facts.Volumes).toMatchObject([{ event: 'face' }, { event: 'house' }])
  })

  test('refuses tables that lie in no image', () => {
    const parcels = goldenVolumes(images.voxels)
    const events = makeEvents(
      { subject: 'A', session: '1', run: '1', recording: 'A', labels: {} },
      [],
    )
    expect(parcels.rows).toBe(images.scans)
    expect(() => tableImage(events, 'x.arrow')).toThrow(/kind-mismatch/)
  })
})

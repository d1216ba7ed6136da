import { describe, expect, test } from 'vitest'
import { readerFor } from '../../../src/io/index.ts'
import { memorySource } from '../../../src/io/source.ts'
import { surfaceParcels } from '../../../src/stages/volume/surface-parcels.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { who } from '../../fixtures/recordings.ts'
import { surfaceBytes } from '../../surface-golden.ts'

const read = (name: string) => readerFor(name).read(memorySource(name, surfaceBytes(name)), who, {})

async function run(from: string, by: string, options: object = {}) {
  const tables = { atlas: await read(by) }
  const given = surfaceParcels.options.parse({ atlas: by, ...options })
  return surfaceParcels.run(await read(from), given, { tables, seed: 0 }) as Table<'signals'>
}

describe('surfaceParcels', () => {
  test('averages vertices and voxels by label; background is left out', async () => {
    const [run0] = segmentsOf((await read('run.dtseries.nii')) as Table<'signals'>)
    const [out] = segmentsOf(await run('run.dtseries.nii', 'atlas.dlabel.nii'))
    expect(out.channels).toEqual(['V1', 'V2'])
    const at = (row: number, t: number) => run0.values[row * run0.samples + t]
    expect(out.values[1]).toBeCloseTo((at(0, 1) + at(1, 1)) / 2, 6)
    expect(out.values[run0.samples]).toBeCloseTo((at(3, 0) + at(4, 0)) / 2, 6)
  })

  test('the same with GIFTI', async () => {
    const [out] = segmentsOf(await run('run0.func.gii', 'atlas.label.gii'))
    expect(out.channels).toEqual(['V1 & V2', 'MT'])
  })

  test('refuses rows that the atlas lacks, and files without labels', async () => {
    await expect(run('run0.func.gii', 'atlas.dlabel.nii')).rejects.toThrow(/channel-missing/)
    await expect(run('run.dtseries.nii', 'maps.dscalar.nii')).rejects.toThrow(/stage-options/)
    await expect(run('run.dtseries.nii', 'atlas.dlabel.nii', { map: 1 })).rejects.toThrow(/map 1/)
  })
})

import { describe, expect, test } from 'vitest'
import { readerFor } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { labelTablesOf } from '../../src/tables/surface.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { surfaceBytes, surfaceGolden } from '../surface-golden.ts'

const cases = surfaceGolden.cases.filter(({ name }) => name.endsWith('.nii'))

async function read(name: string, bytes: Uint8Array) {
  const table = await readerFor(name).read(memorySource(name, bytes), who, {})
  return table as Table<'signals'>
}

describe('cifti', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    'reads what nibabel reads: %s',
    async (name, { values, channels, stepS, startS = 0, maps, labels }) => {
      const table = await read(name, surfaceBytes(name))
      const [segment] = segmentsOf(table)
      expect([...segment.values]).toEqual(values)
      expect(segment.channels).toEqual(channels)
      expect([segment.rateHz, segment.startS]).toEqual([stepS > 0 ? 1 / stepS : 1, startS])
      expect(table.meta.maps ?? '[]').toBe(JSON.stringify(maps ?? []))
      expect(labelTablesOf(table)).toEqual(labels ?? [])
    },
  )

  test('says what it found, and where a file is cut off', async () => {
    const bytes = surfaceBytes('run.dtseries.nii')
    const inspect = (part: Uint8Array) =>
      readerFor('run.dtseries.nii').inspect(memorySource('run.dtseries.nii', part))
    expect(await inspect(bytes)).toMatchObject({ format: 'CIFTI-2', shape: [5, 4], trS: 0.72 })
    const cut = await inspect(bytes.subarray(0, bytes.length - 4))
    expect(cut.truncated).toMatchObject({ expected: bytes.length })
  })

  test('refuses connectivity, other units of series, and other lengths', async () => {
    const dense = new Uint8Array(Buffer.from(surfaceGolden.refused, 'base64'))
    await expect(read('x.dtseries.nii', dense)).rejects.toThrow(/file-corrupt/)
    const changed = (from: string, to: string) => {
      const text = Buffer.from(surfaceBytes('run.dtseries.nii')).toString('latin1')
      return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'))
    }
    const hertz = changed('SeriesUnit="SECOND"', 'SeriesUnit="HERTZ" ')
    await expect(read('x.dtseries.nii', hertz)).rejects.toThrow(/seconds/)
    const longer = changed('NumberOfSeriesPoints="4"', 'NumberOfSeriesPoints="5"')
    await expect(read('x.dtseries.nii', longer)).rejects.toThrow(/file-corrupt/)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readerFor } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { tableCifti } from '../../src/io/table-cifti.ts'
import { encodeCifti } from '../../src/io/write-cifti.ts'
import { brainSpaceOf } from '../../src/tables/brain-space.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { written, writtenBytes, writtenContent } from '../surface-written.ts'

const names = written.map(({ name }) => name).filter((name) => name.endsWith('.nii'))

async function read(name: string, bytes: Uint8Array) {
  const table = await readerFor(name).read(memorySource(name, bytes), who, {})
  return table as Table<'signals'>
}

describe('encodeCifti', () => {
  test.each(names)('makes the bytes that nibabel read: %s', async (name) => {
    const content = writtenContent(name)
    const { bytes, ending } = encodeCifti(content)
    expect(Buffer.compare(bytes, writtenBytes(name))).toBe(0)
    expect(name.endsWith(ending)).toBe(true)
  })

  test.each(names)('what is read is written as it was: %s', async (name) => {
    const content = writtenContent(name)
    const table = await read(name, writtenBytes(name))
    const [segment] = segmentsOf(table)
    expect(segment.channels).toEqual(content.rows)
    expect(segment.values).toEqual(content.values)
    expect(brainSpaceOf(table).grid).toEqual(content.space.grid)
    const again = await read(name, tableCifti(table).bytes)
    expect(segmentsOf(again)).toEqual(segmentsOf(table))
    expect(again.meta).toEqual(table.meta)
  })

  test('refuses rows without a place, structures apart and other lengths', () => {
    const content = writtenContent('run.dtseries.nii')
    const [first, ...rest] = content.rows
    const of = (change: Partial<typeof content>) => () => encodeCifti({ ...content, ...change })
    expect(of({ rows: ['V1', ...rest] })).toThrow(/arguments-invalid/)
    expect(of({ rows: [...rest, first] })).toThrow(/together/)
    expect(of({ space: { surfaces: { CORTEX_LEFT: 6, CORTEX_RIGHT: 7 } } })).toThrow(/grid/)
    expect(of({ space: { grid: content.space.grid } })).toThrow(/vertices/)
    expect(of({ values: content.values.subarray(1) })).toThrow(/arguments-invalid/)
  })
})

describe('properties', () => {
  const content = writtenContent('maps.dscalar.nii')
  const samples = fc
    .float32Array({ minLength: 10, maxLength: 10 })
    .map((values) => values.map((value) => value + 0))
  test('any numbers and names come back', async () => {
    const maps = fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 })
    await fc.assert(
      fc.asyncProperty(samples, maps, async (values, along) => {
        const { bytes } = encodeCifti({ ...content, values, along })
        const table = await read('x.dscalar.nii', bytes)
        expect(segmentsOf(table)[0].values).toEqual(values)
        const told = along.map((name) => [...name].filter((one) => one >= ' ').join(''))
        expect(JSON.parse(table.meta.maps ?? '')).toEqual(told)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

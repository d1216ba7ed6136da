import { describe, expect, test } from 'vitest'
import { readerFor } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import { labelTablesOf } from '../../src/tables/surface.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { surfaceBytes, surfaceGolden } from '../surface-golden.ts'

const cases = surfaceGolden.cases.filter(({ name }) => name.endsWith('.gii'))

async function read(name: string, bytes: Uint8Array) {
  const table = await readerFor(name).read(memorySource(name, bytes), who, {})
  return table as Table<'signals'>
}

const withText = (name: string, from: string | RegExp, to: string) => {
  const text = new TextDecoder().decode(surfaceBytes(name)).replace(from, to)
  return read(name, new TextEncoder().encode(text))
}

describe('gifti', () => {
  test.each(cases.map((each) => [each.name, each] as const))(
    'reads what nibabel reads: %s',
    async (name, { values, channels, stepS, labels }) => {
      const table = await read(name, surfaceBytes(name))
      const [segment] = segmentsOf(table)
      expect([...segment.values]).toEqual(values)
      expect(segment.channels).toEqual(channels)
      expect(segment.rateHz).toBe(stepS > 0 ? 1 / stepS : 1)
      expect(labelTablesOf(table)).toEqual(labels ?? [])
    },
  )

  test('says what it found', async () => {
    const source = memorySource('run0.func.gii', surfaceBytes('run0.func.gii'))
    const info = await readerFor('run0.func.gii').inspect(source)
    expect(info).toMatchObject({ format: 'GIFTI', shape: [5, 3], trS: 1.5 })
  })

  test.each([
    ['data in another file', /GZipBase64Binary/g, 'ExternalFileBinary'],
    ['another length', /Dim0="5"/, 'Dim0="6"'],
    ['no vertices', /Dim0="5"/g, 'Dim0="0"'],
    ['another type', /NIFTI_TYPE_FLOAT32/, 'NIFTI_TYPE_RGB24'],
    ['a mesh', /NIFTI_INTENT_TIME_SERIES/, 'NIFTI_INTENT_POINTSET'],
    ['other elements', /GIFTI( |>)/g, 'OTHER$1'],
  ])('refuses %s', async (_, from, to) => {
    await expect(withText('run0.func.gii', from, to)).rejects.toThrow(/file-corrupt/)
  })
})

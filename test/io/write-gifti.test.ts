import { describe, expect, test } from 'vitest'
import { readerFor } from '../../src/io/index.ts'
import { memorySource } from '../../src/io/source.ts'
import { tableGifti } from '../../src/io/table-gifti.ts'
import { encodeGifti } from '../../src/io/write-gifti.ts'
import { makeSignals, segmentsOf } from '../../src/tables/signals.ts'
import { makeSurface } from '../../src/tables/surface.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'
import { writtenBytes, writtenContent } from '../surface-written.ts'

const content = writtenContent('run.func.gii')

async function read(bytes: Uint8Array) {
  const table = await readerFor('x.func.gii').read(memorySource('x.func.gii', bytes), who, {})
  return table as Table<'signals'>
}

/** A time course of each vertex, by its number. */
async function courses(bytes: Uint8Array) {
  const [{ channels, values, samples, rateHz }] = segmentsOf(await read(bytes))
  return { channels, rateHz, of: (v: number) => values.slice(v * samples, (v + 1) * samples) }
}

describe('encodeGifti', () => {
  test('says what nibabel read, and 0 where nothing is known', async () => {
    const [ours, golden] = [encodeGifti(content), writtenBytes('run.func.gii')]
    for (const bytes of [ours, golden]) {
      const { channels, rateHz, of } = await courses(bytes)
      expect(channels).toEqual([0, 1, 2, 3, 4, 5].map((v) => `CORTEX_LEFT:${v}`))
      expect(rateHz).toBe(1 / 1.5)
      const expected = [0, 1, 2].map((c) => content.values.slice(4 * c, 4 * c + 4))
      expect([0, 2, 5].map(of)).toEqual(expected)
      expect([1, 3, 4].flatMap((v) => [...of(v)])).toEqual(new Array(12).fill(0))
    }
  })

  test('refuses vertices beyond the surface and values of another length', () => {
    expect(() => encodeGifti({ ...content, vertices: 5 })).toThrow(/arguments-invalid/)
    expect(() => encodeGifti({ ...content, indices: [] })).toThrow(/arguments-invalid/)
  })
})

describe('tableGifti', () => {
  const surfaces = { CORTEX_LEFT: 3, CORTEX_RIGHT: 2 }
  const channels = ['CORTEX_LEFT:2', 'CORTEX_RIGHT:0', 'CORTEX_LEFT:0']
  const values = Float32Array.from([1, 2, 3, 4, 5, 6])

  test('makes a file of each surface', async () => {
    const space = { surfaces }
    const table = makeSurface(who, { channels, values, startS: 0, stepS: 2, space })
    const files = tableGifti(table)
    expect(files.map(({ structure }) => structure)).toEqual(['CORTEX_LEFT', 'CORTEX_RIGHT'])
    const { of, rateHz } = await courses(files[0].bytes)
    expect([rateHz, ...[0, 1, 2].map((v) => [...of(v)])]).toEqual([0.5, [5, 6], [0, 0], [1, 2]])
  })

  test('refuses parcels and surfaces of unknown size', () => {
    const signals = (names: string[]) =>
      makeSignals(
        who,
        [{ channels: names, startS: 0, rateHz: 1, values: values.subarray(0, 2), index: 0 }],
        'arbitrary',
      )
    expect(() => tableGifti(signals(['V1', 'V2']))).toThrow(/vertex/)
    expect(() => tableGifti(signals(['CORTEX_LEFT:1', 'CORTEX_LEFT:2']))).toThrow(/vertices/)
  })
})

import { describe, expect, test } from 'vitest'
import { gdf } from '../../src/io/gdf.ts'
import type { RecordingInfo } from '../../src/reader.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { who } from '../fixtures/recordings.ts'
import { caseSource, expectAsMne, formatCases } from './formats-golden.ts'

const cases = formatCases('gdf')
const ours = 'types and rates that differ'
const named = (name: string) => cases.filter((one) => one.case === name)[0]
const read = async (name: string, options = {}) =>
  segmentsOf((await gdf.read(caseSource(named(name)), who, options)) as Table<'signals'>)

/** A case with some bytes replaced. */
function changed(name: string, at: number, bytes: readonly number[]) {
  const one = named(name)
  const file = Buffer.from(one.files['made.gdf'], 'base64')
  Buffer.from(bytes).copy(file, at)
  return caseSource({ ...one, files: { 'made.gdf': file.toString('base64') } })
}

describe('gdf', () => {
  test.each(cases.filter((one) => one.case !== ours))(
    '$case is read as MNE does',
    async (golden) => {
      const info = await expectAsMne(golden)
      const apart = Date.parse(`${info.startedAt}Z`) - Date.parse(`${golden.startedAt}Z`)
      expect(Math.abs(apart)).toBeLessThan(1)
      expect(info.durationS).toBe(1)
    },
  )

  test('types and rates may differ; codes of a stimulus channel are whole', async () => {
    const golden = named(ours)
    const [fast, slow] = await read(ours)
    expect(fast).toMatchObject({ channels: ['A', 'Status'], rateHz: 8, samples: 24 })
    expect(slow).toMatchObject({ channels: ['B'], rateHz: 4, samples: 12 })
    const [a, b, status] = golden.channels.map(({ values }) => values)
    const why = 'f64 values rounded to f32'
    expectClose(fast.values.subarray(0, 24), a, { relative: 6e-8, why })
    expectClose(slow.values, b, { relative: 6e-8, why })
    expect([...fast.values.subarray(24)]).toEqual(status)
    const { channels } = (await gdf.inspect(caseSource(golden))) as RecordingInfo
    expect(channels.map(({ unit, type }) => [unit, type])).toEqual([
      ['uV', 'eeg'],
      ['1', 'misc'],
      ['1', 'stim'],
    ])
  })

  test('a new segment begins where recording stopped; a span takes whole samples', async () => {
    const name = 'GDF 2.2 int16'
    const parts = await read(name, { channels: ['Cz'] })
    expect(parts.map(({ startS, samples }) => [startS, samples])).toEqual([
      [0, 16],
      [0.5, 16],
    ])
    const cut = await read(name, { channels: ['cz'], fromS: 0.3, toS: 0.6 })
    expect(cut.map(({ startS, samples, index }) => [startS, samples, index])).toEqual([
      [10 / 32, 6, 0],
      [0.5, 4, 1],
    ])
    expect(cut[0].values).toEqual(parts[0].values.subarray(10))
  })

  test('records that were never counted are those that the file holds', async () => {
    const endless = changed('GDF 2.51 without events', 236, Array(8).fill(255))
    const table = (await gdf.read(endless, who, {})) as Table<'signals'>
    expect(segmentsOf(table)[0].samples).toBe(32)
  })

  test('what is wrong ends in a code and a byte', async () => {
    const name = 'GDF 2.2 int16'
    const wrong = (at: number, bytes: readonly number[]) =>
      gdf.read(changed(name, at, bytes), who, {})
    const corrupt = (byte: number) => ({ code: 'file-corrupt', facts: { byte } })
    await expect(wrong(4, [51])).rejects.toMatchObject(corrupt(0))
    await expect(wrong(184, [1])).rejects.toMatchObject(corrupt(184))
    await expect(wrong(256 + 220 * 3, [9])).rejects.toMatchObject(corrupt(256 + 220 * 3))
    const table = 1024 + 4 * 8 * 3 * 2
    await expect(wrong(table, [7])).rejects.toMatchObject(corrupt(table))
    await expect(wrong(table + 1, [200])).rejects.toMatchObject({ code: 'file-truncated' })
    await expect(wrong(236, [50])).rejects.toMatchObject({ code: 'file-truncated' })
    await expect(wrong(236, [0])).rejects.toMatchObject({ code: 'file-empty' })
  })
})

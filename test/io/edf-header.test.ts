import { describe, expect, test } from 'vitest'
import { edf } from '../../src/io/edf.ts'
import { memorySource } from '../../src/io/source.ts'
import type { ReadOptions, RecordingInfo } from '../../src/reader.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { channel, patched, tinyEdf, who } from '../fixtures/recordings.ts'

const source = (bytes: Uint8Array) => memorySource('x.edf', bytes)
const inspect = async (bytes: Uint8Array) => (await edf.inspect(source(bytes))) as RecordingInfo
const segments = async (bytes: Uint8Array, options: ReadOptions = {}) =>
  segmentsOf((await edf.read(source(bytes), who, options)) as Table<'signals'>)
const events = async (bytes: Uint8Array) => edf.events?.(source(bytes)) ?? []

describe('readEdfHeader, headers that lie', () => {
  test('an unknown number of records is taken from the size of the file', async () => {
    const bytes = patched(tinyEdf(), 236, '-1      ')
    expect((await inspect(bytes)).warnings).toHaveLength(1)
    expect((await segments(bytes))[0].samples).toBe(64)
  })

  test('fewer records than declared: inspect warns, read ends in file-truncated', async () => {
    const bytes = tinyEdf().subarray(0, -1)
    expect((await inspect(bytes)).warnings.join()).toMatch(/states 4 records.*holds 3/)
    await expect(segments(bytes)).rejects.toMatchObject({
      code: 'file-truncated',
      facts: { file: 'x.edf', byte: bytes.length, expected: bytes.length + 1 },
    })
  })

  test('a swapped physical range turns the sign and is reported', async () => {
    const low = 256 + 4 * 104
    const swapped = patched(patched(tinyEdf(), low, '500     '), low + 32, '-500    ')
    const [right] = await segments(tinyEdf(), { channels: ['Fp1'] })
    const [turned] = await segments(swapped, { channels: ['Fp1'] })
    const why = 'the range is symmetric, its integers are not: one step'
    expectClose(
      turned.values,
      right.values.map((v) => -v),
      { absolute: 1000 / 65535, why },
    )
    expect((await inspect(swapped)).warnings).toEqual([
      'channels whose physical range is swapped, sign turned: Fp1',
    ])
  })

  test('a range without a scale refuses that channel only', async () => {
    for (const [at, text] of [
      [104, 'abc     '],
      [120, '32767   '],
      [112, '-500    '],
    ] as const) {
      const bytes = patched(tinyEdf(), 256 + 4 * at, text)
      expect((await inspect(bytes)).warnings.join()).toMatch('no scale: Fp1')
      await expect(segments(bytes)).rejects.toMatchObject({
        code: 'file-corrupt',
        facts: { file: 'x.edf', byte: 256 + 4 * 104, channel: 'Fp1' },
      })
      expect(await segments(bytes, { channels: ['ECG'] })).toHaveLength(1)
    }
  })

  test('fields that decide the layout end in file-corrupt with their byte', async () => {
    const cases = [
      [0, 'GIF89a  '],
      [252, '0   '],
      [252, 'x   '],
      [244, '0       '],
    ] as const
    for (const [byte, text] of cases) {
      await expect(inspect(patched(tinyEdf(), byte, text))).rejects.toMatchObject({
        code: 'file-corrupt',
        facts: { file: 'x.edf', byte },
      })
    }
  })

  test('a wrong header length is a warning while everything else fits', async () => {
    const bytes = patched(tinyEdf(), 184, '9999    ')
    expect((await inspect(bytes)).warnings.join()).toMatch('9999')
    await expect(inspect(patched(bytes, 236, '3       '))).rejects.toMatchObject({
      code: 'file-corrupt',
      facts: { byte: 184 },
    })
  })

  test('a channel for volts in another unit is reported and not converted', async () => {
    const bytes = tinyEdf({ channels: [channel('EEG Cz', 'AU', 8, 100)] })
    expect((await inspect(bytes)).warnings).toEqual([
      "channels in the unit 'AU', no volt, are not converted: EEG Cz",
    ])
  })

  test('a range beyond f32 is refused, not read as infinity', async () => {
    const bytes = patched(tinyEdf(), 256 + 4 * 112, '9e99    ')
    await expect(segments(bytes)).rejects.toMatchObject({ code: 'file-corrupt' })
  })

  test('a start that is no date and a decimal comma are warnings', async () => {
    const dated = patched(patched(tinyEdf(), 168, '31.02.24'), 88, 'none     ')
    const info = await inspect(patched(dated, 244, '1,0     '))
    expect(info.startedAt).toBeUndefined()
    expect(info.warnings).toHaveLength(2)
  })

  test('a record of EDF+D without its time ends in file-corrupt, and inspect warns', async () => {
    const bytes = tinyEdf({ format: 'EDF+D', segmentStartsS: [0, 1, 5, 6] })
    const at = Buffer.from(bytes).indexOf('+5\x14\x14')
    const bad = patched(bytes, at, 'xx')
    expect((await inspect(bad)).warnings.join()).toMatch('record 2 has no time')
    await expect(segments(bad)).rejects.toMatchObject({ code: 'file-corrupt', facts: { byte: at } })
  })

  test('a file of annotations alone has events and no signals', async () => {
    const bytes = tinyEdf({ channels: [], annotations: [{ onsetS: 3, durationS: 0, text: 'x' }] })
    expect(await events(bytes)).toEqual([{ onsetS: 3, durationS: 0, label: 'x' }])
    await expect(segments(bytes)).rejects.toThrow('file-empty')
  })
})

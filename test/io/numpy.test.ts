import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { numpy } from '../../src/io/numpy.ts'
import { memorySource } from '../../src/io/source.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'

type Files = Readonly<Record<string, string>>
const golden = JSON.parse(
  readFileSync(new URL('../golden/arrays/arrays.json', import.meta.url), 'utf8'),
) as { readonly files: Files; readonly archives: Files; readonly refused: Files }

const described = { rateHz: 10, unit: 'uV', channels: ['Fp1', 'Cz'] }

function source(base64: string, said: object | null = described, name = 'a.npy') {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
  const facts = new Uint8Array(Buffer.from(JSON.stringify(said)))
  return said ? memorySource(name, bytes, { 'a.json': facts }) : memorySource(name, bytes)
}

const read = async (from: ReturnType<typeof source>, options = {}) =>
  segmentsOf((await numpy.read(from, who, options)) as Table<'signals'>)
const due = (n: number) => [0, 1].flatMap((c) => [0, 1, 2, 3, 4].map((t) => 100 * n + 10 * c + t))
const failure = (code: string, told: object) =>
  expect.objectContaining({ code, facts: expect.objectContaining(told) })

describe('arrays that NumPy saved', () => {
  test.each(Object.keys(golden.files))('%s', async (name) => {
    const isSmall = /[iu]1/.test(name)
    const segments = await read(source(golden.files[name]))
    const numbers = name.includes('windows') ? [0, 1, 2] : [1]
    const expected = numbers.map((n) => due(n).map((v) => (isSmall ? v % 100 : v)))
    expect(segments.map(({ values }) => [...values])).toEqual(expected)
    expect(segments.map(({ startS }) => startS)).toEqual(numbers.map((_, i) => i * 0.5))
  })

  test.each(Object.keys(golden.archives))(
    'an archive, %s, with labels of its own',
    async (name) => {
      const labels = { array: 'y', names: { '0': 'rest', '1': 'task' } }
      const from = source(golden.archives[name], { ...described, array: 'X', labels }, 'a.npz')
      expect((await read(from)).map(({ values }) => [...values])).toEqual([due(0), due(1), due(2)])
      expect(await numpy.events?.(from)).toEqual([
        { onsetS: 0, durationS: 0.5, label: 'rest' },
        { onsetS: 0.5, durationS: 0.5, label: 'task' },
        { onsetS: 1, durationS: 0.5, label: 'rest' },
      ])
      const vague = source(golden.archives[name], described, 'a.npz')
      await expect(read(vague)).rejects.toThrow(failure('file-corrupt', { found: ['X', 'y'] }))
    },
  )

  test.each(Object.keys(golden.refused))('%s is refused', async (name) => {
    await expect(read(source(golden.refused[name]))).rejects.toThrow(
      failure('file-corrupt', { file: 'a.npy' }),
    )
  })
})

describe('what the JSON file says', () => {
  const rows = golden.files['<f4 rows']

  test('units become microvolts, types and events are kept, part of it is read', async () => {
    const channels = [
      { name: 'Fp1', unit: 'mV' },
      { name: 'Pulse', type: 'misc', unit: 'bpm' },
    ]
    const events = [{ onsetS: 0.1, durationS: 0, label: 'go' }]
    const from = source(rows, { ...described, channels, events })
    const table = (await numpy.read(from, who, { fromS: 0.2, toS: 0.4 })) as Table<'signals'>
    const [segment] = segmentsOf(table)
    expect([...segment.values]).toEqual([102000, 103000, 112, 113])
    expect(segment.startS).toBe(0.2)
    expect(sensorsOf(table).Pulse).toMatchObject({ type: 'misc' })
    expect(JSON.parse(table.meta.units)).toEqual({ Fp1: 'uV', Pulse: 'bpm' })
    expect(await numpy.inspect(from)).toMatchObject({
      ...{ format: 'NPY', durationS: 0.5, annotations: [{ text: 'go' }] },
    })
    expect(await numpy.files?.(from)).toEqual(['a.json'])
  })

  test('must be there, and must fit the array', async () => {
    await expect(read(source(rows, null))).rejects.toThrow(/file-missing.*rateHz, unit/)
    const wrong = (said: object, member: string) =>
      expect(read(source(rows, { ...described, ...said }))).rejects.toThrow(
        failure('file-corrupt', { file: 'a.json', member }),
      )
    await wrong({ rateHz: 0 }, 'rateHz')
    await wrong({ channels: ['Fp1'] }, 'channels')
    await wrong({ channels: ['Fp1', 'Fp1'] }, 'channels')
    await wrong({ chanels: [] }, '')
    const labels = source(golden.files['<f4 windows'], { ...described, labels: ['a'] })
    await expect(numpy.events?.(labels)).rejects.toThrow(failure('file-corrupt', { found: 1 }))
  })
})

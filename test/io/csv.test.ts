import { describe, expect, test } from 'vitest'
import { csv } from '../../src/io/csv.ts'
import { memorySource } from '../../src/io/source.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { who } from '../fixtures/recordings.ts'

const text = 'time,Fp1,Cz\n0,1,4\n0.1,2,n/a\n0.2,3,6\n'

function source(said: object = {}, table = text) {
  const facts = Buffer.from(JSON.stringify({ rateHz: 10, unit: 'uV', ...said }))
  return memorySource('a.csv', Buffer.from(table), { 'a.json': facts })
}

const read = async (from: ReturnType<typeof source>, options = {}) =>
  segmentsOf((await csv.read(from, who, options)) as Table<'signals'>)[0]

describe('tables of numbers as recordings', () => {
  test('columns are channels but for the time, empty cells are NaN', async () => {
    const { channels, values, rateHz } = await read(source())
    expect([channels, rateHz]).toEqual([['Fp1', 'Cz'], 10])
    expect([...values]).toEqual([1, 2, 3, 4, Number.NaN, 6])
    expect([...(await read(source(), { channels: ['cz'], fromS: 0.2 })).values]).toEqual([6])
  })

  test('channels that are named are those that are read, in their units', async () => {
    const { channels, values } = await read(source({ channels: [{ name: 'Fp1', unit: 'V' }] }))
    expect(channels).toEqual(['Fp1'])
    expect([...values]).toEqual([1e6, 2e6, 3e6])
    await expect(read(source({ channels: ['O1'] }))).rejects.toThrow(/column-missing.*O1/)
  })

  test('a sample that is left out, or a word, is named by its line', async () => {
    const gap = source({}, 'time,Fp1\n0,1\n0.1,2\n0.3,3\n')
    await expect(read(gap)).rejects.toThrow(/file-corrupt.*line 4.*column time/)
    const word = source({}, 'Fp1\n1\nx\n')
    await expect(read(word)).rejects.toThrow(/file-corrupt.*line 3.*found x/)
    await expect(read(source({}, 'Fp1\n'))).rejects.toThrow(/file-empty/)
  })

  test('events are those of the JSON file', async () => {
    const events = [{ onsetS: 0.1, durationS: 0.1, label: 'go' }]
    expect(await csv.events?.(source({ events }))).toEqual(events)
    expect(await csv.inspect(source({ events }))).toMatchObject({
      durationS: expect.closeTo(0.3),
      annotations: [{ text: 'go' }],
    })
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadDataset } from '../../src/datasets/load-dataset.ts'
import { resolveDataset } from '../../src/datasets/resolve.ts'
import { readEvents } from '../../src/io/bids.ts'
import { withBeside } from '../../src/io/bids-describe.ts'
import { readerFor } from '../../src/io/index.ts'
import { withFile } from '../../src/io/source.ts'
import { sensorsOf } from '../../src/tables/sensors.ts'
import { segmentsOf } from '../../src/tables/signals.ts'
import type { Table } from '../../src/tables/table.ts'
import { temporaryFolder } from '../fixtures/recording-files.ts'
import { writeTree } from '../fixtures/write-tree.ts'

interface Golden {
  readonly files: Readonly<Record<string, string>>
  readonly recordings: readonly {
    readonly path: string
    readonly lineHz: number | null
    readonly bads: readonly string[]
    readonly events: readonly (readonly [number, number, string])[]
    readonly channels: readonly {
      readonly name: string
      readonly type: string
      readonly positionM: readonly (number | null)[]
      readonly samples: readonly number[]
    }[]
  }[]
}

const made = new URL('../golden/bids/made.json', import.meta.url)
const golden = JSON.parse(readFileSync(made, 'utf8')) as Golden
const root = join(temporaryFolder(), 'made')
const bytes = Object.entries(golden.files).map(([path, text]) => [
  path,
  Buffer.from(text, 'base64'),
])
writeTree(root, Object.fromEntries(bytes) as Record<string, Uint8Array>)

describe('a folder that mne-bids wrote', () => {
  test('has the recordings that mne-bids finds', async () => {
    const { recordings } = await resolveDataset(loadDataset(`${root}/`))
    const due = golden.recordings.map(({ path }) => path)
    expect(recordings.map(({ relativePath }) => relativePath)).toEqual(due)
  })

  test.each(golden.recordings)('$path: channels, places, bads, events as mne-bids', async (due) => {
    const { recordings } = await resolveDataset(loadDataset(`${root}/`))
    const one = recordings.find(({ relativePath }) => relativePath === due.path)
    if (one?.events?.from !== 'events') throw new Error('no events')
    const read = await withFile(one.path, (source) => readerFor(one.path).read(source, one, {}))
    const table = (await withBeside(read, one.beside ?? [])) as Table<'signals'>
    // mne-bids does not look for metadata above the folder of the recording
    expect(table.meta.powerLineHz).toBe(String(due.lineHz ?? 50))
    const sensors = sensorsOf(table)
    const [{ channels, values, samples }] = segmentsOf(table)
    expect(channels).toEqual(due.channels.map(({ name }) => name))
    for (const [c, channel] of due.channels.entries()) {
      const { type, frame, positionM, bad } = sensors[channel.name]
      expect(type).toBe(channel.type)
      expect(bad ?? false).toBe(due.bads.includes(channel.name))
      if (channel.positionM[0] === null) expect(positionM).toBeUndefined()
      else expect([frame, positionM]).toEqual(['head', channel.positionM])
      const first = values.subarray(c * samples, c * samples + 5)
      channel.samples.forEach((v, t) => {
        expect(Math.abs(first[t] - v)).toBeLessThanOrEqual(1e-6 * Math.abs(v))
      })
    }
    const events = await withFile(one.events.path, (source) => readEvents(source))
    expect(events.map((e) => [e.onsetS, e.durationS, e.label])).toEqual(due.events)
  })
})

import { readAtlasRegions } from '../datasets/atlas-regions.ts'
import { confoundColumns } from '../datasets/confound-columns.ts'
import { fail } from '../errors.ts'
import { readEvents } from '../io/bids.ts'
import { readerFor } from '../io/index.ts'
import { readNumberTable } from '../io/number-table.ts'
import { readNumbers } from '../io/read-numbers.ts'
import { readRegions } from '../io/regions.ts'
import { withFile } from '../io/source.ts'
import { readVectors } from '../io/vector-table.ts'
import type { SideFile, WordMap } from '../pipeline/node.ts'
import { makeConfounds } from '../tables/confounds.ts'
import { type Event, makeEvents } from '../tables/events.ts'
import type { Recording } from '../tables/keys.ts'
import type { Table } from '../tables/table.ts'

/** Reads a second table of a recording: its events, its confounds, or a file of the data set. */
export async function readSide(file: SideFile, recording: Recording): Promise<Table> {
  return withFile(file.path, async (source) => {
    if (file.from === 'image') {
      const { subject, session, run } = recording
      const own = { subject, session, run, recording: 'image', labels: {} }
      return readerFor(file.path).read(source, own, {})
    }
    if (file.from === 'numbers') return readNumbers(source)
    if (file.from === 'vectors') return readVectors(source)
    if (file.from === 'regions') {
      return file.path.endsWith('.yaml') ? readAtlasRegions(source) : readRegions(source)
    }
    if (file.from === 'events') {
      return makeEvents(recording, inWords(await readEvents(source, file.label), file.map))
    }
    if (file.from === 'annotations') {
      const events = await readerFor(file.path).events?.(source)
      const found = events ?? fail('events-missing', { file: file.path })
      return makeEvents(recording, inWords(found, file.map))
    }
    const table = await readNumberTable(source)
    return makeConfounds(recording, confoundColumns(table, file))
  })
}

/** Events with labels in other words. */
function inWords(events: readonly Event[], map: WordMap = {}): Event[] {
  return events.map((event) => ({ ...event, label: map[event.label] ?? event.label }))
}

import { fail } from '../errors.ts'
import { defineReader, type RecordingInfo, type Source, shownEvents } from '../reader.ts'
import {
  type ArrayFacts,
  factsName,
  readFacts,
  type ScaledChannel,
  scaledChannel,
} from './array-facts.ts'
import { sampledInfo, sampledTable } from './sampled-recording.ts'
import { numbersIn, readTsv, type Tsv } from './tsv.ts'

/**
 * Reads tables of numbers as recordings: a row is a moment, a column a channel. A JSON file of the
 * same name says rate, unit, channels and events (`ArrayFacts`).
 *
 * Without `channels` all columns are channels but for one of times (`time`, `timeS`, `t`); with
 * them only those that are named. Times must go on by one sample from row to row. Cells that are
 * `n/a` or empty are NaN.
 *
 * @throws {NeurarrowError} `file-missing` without the JSON file; `file-corrupt` with the line of a
 *   cell that is no number or of a time that is out of step; `column-missing`
 */
export const csv = defineReader({
  use: 'csv',
  title: 'Tables of numbers with a JSON file that describes them (.csv, .tsv)',
  endings: ['.csv', '.tsv'],
  version: 1,
  writes: 'signals',
  holdsSamples: true,

  async files(source) {
    await readFacts(source)
    return [factsName(source.name)]
  },

  async inspect(source): Promise<RecordingInfo> {
    const { known, facts } = await openTable(source)
    const shown = known.channels.map(({ gain: _, ...channel }) => channel)
    const events = facts.events ?? []
    return {
      format: 'CSV',
      ...sampledInfo({ ...known, channels: shown }),
      annotations: shownEvents(events),
      warnings: [],
    }
  },

  async read(source, recording, options) {
    const { tsv, known } = await openTable(source)
    return sampledTable(known, recording, options, async (places, [from, to]) => {
      const out = new Float32Array(places.length * (to - from))
      for (const [r, place] of places.entries()) {
        const { name, gain } = known.channels[place]
        const column = numbersIn(tsv, name).subarray(from, to)
        out.set(
          column.map((v) => v * gain),
          r * (to - from),
        )
      }
      return out
    })
  },

  async events(source) {
    return (await readFacts(source)).events ?? []
  },
})

const timeNames = /^(time|times|timeS|t)$/i

async function openTable(source: Source) {
  const facts = await readFacts(source)
  const tsv = await readTsv(source)
  const { file, columns, rows } = tsv
  if (rows.length === 0) fail('file-empty', { file, expected: 'rows of numbers' })
  const time = columns.find((name) => timeNames.test(name))
  if (time !== undefined) checkTimes(tsv, time, facts.rateHz)
  const channels = channelsIn(tsv, facts, time)
  const piece = { startS: 0, first: 0, samples: rows.length }
  return { tsv, facts, known: { file, rateHz: facts.rateHz, channels, pieces: [piece] } }
}

function channelsIn(
  { file, columns }: Tsv,
  { channels, unit }: ArrayFacts,
  time: string | undefined,
): ScaledChannel[] {
  const told = channels?.map((channel) =>
    typeof channel === 'string' ? { name: channel } : channel,
  )
  const missing = (told ?? []).map(({ name }) => name).filter((name) => !columns.includes(name))
  if (missing.length > 0) fail('column-missing', { file, missing, columns })
  const own = told ?? columns.filter((name) => name !== time).map((name) => ({ name }))
  return own.map((channel) => scaledChannel(channel, unit))
}

function checkTimes(tsv: Tsv, time: string, rateHz: number): void {
  const timeS = numbersIn(tsv, time)
  for (let t = 1; t < timeS.length; t++) {
    const step = (timeS[t] - timeS[t - 1]) * rateHz
    if (Math.abs(step - 1) < 0.5) continue
    const facts = { file: tsv.file, line: tsv.lines[t], column: time, found: timeS[t] }
    fail('file-corrupt', { ...facts, expected: `one sample of ${rateHz} Hz after the row before` })
  }
}

import { fail } from '../errors.ts'
import { defineReader, type RecordingInfo, type Source, shownEvents } from '../reader.ts'
import { type EeglabSet, readEeglabSet } from './eeglab-set.ts'
import type { MatLater, MatNumbers } from './mat-value.ts'
import { bytesOfNumber, numbersIn } from './number-reader.ts'
import { framesToRows, readSampleRows, type SampleLayout, type SampleRow } from './sample-rows.ts'
import { type SampleReader, sampledInfo, sampledTable } from './sampled-recording.ts'
import { firstSibling, withSibling } from './source.ts'

/**
 * Reads data sets of EEGLAB (`.set`, MAT files of versions 5 to 7.3), with the samples inside or in
 * a `.fdt` file beside them.
 *
 * Values, names, positions and events are those of MNE-Python. `boundary` events, which stand where
 * samples were cut out, begin a new segment, and so does each trial of an epoched set; times go on
 * counting samples, as the latencies of events do.
 */
export const eeglab = defineReader({
  use: 'eeglab',
  title: 'EEGLAB data sets: .set, with .fdt',
  endings: ['.set'],
  version: 1,
  places: true,
  writes: 'signals',

  async files(source) {
    const { data } = await readEeglabSet(source)
    return typeof data === 'string' ? [await samplesFile(source, data)] : []
  },

  async inspect(source): Promise<RecordingInfo> {
    const set = await readEeglabSet(source)
    const { data, events, rateHz, channels, pieces, warnings, trials } = set
    const info = {
      format: trials > 1 ? `EEGLAB, ${trials} trials` : 'EEGLAB',
      ...sampledInfo({ file: source.name, rateHz, channels, pieces }),
      annotations: shownEvents(events),
      warnings,
    }
    if (typeof data !== 'string') return info
    const file = await samplesFile(source, data)
    const says = file === data ? [] : [`there is no ${data}; ${file} is read`]
    const byte = await withSibling(source, file, async ({ size }) => size)
    const { expected } = layoutOf(set)
    const short = byte < expected ? { truncated: { byte, expected } } : {}
    return { ...info, warnings: [...warnings, ...says], ...short }
  },

  async read(source, recording, options) {
    const set = await readEeglabSet(source)
    const { data, rateHz, channels, pieces } = set
    const known = { file: source.name, rateHz, channels, pieces }
    if (typeof data !== 'string') {
      const count = channels.length
      const read = data.kind === 'later' ? samplesLater(data, count) : samplesInside(data, count)
      return sampledTable(known, recording, options, read)
    }
    return withSibling(source, await samplesFile(source, data), async (beside) => {
      const { layout, expected } = layoutOf(set)
      const { name, size } = beside
      if (size < expected) fail('file-truncated', { file: name, byte: size, expected })
      return sampledTable(known, recording, options, (places, span) => {
        return readSampleRows(beside, layout, wholeRows(places), span)
      })
    })
  },

  async events(source) {
    return [...(await readEeglabSet(source)).events]
  },
})

/** The file of the samples: of the stated name, or of that of the set when it was renamed. */
async function samplesFile(source: Source, stated: string): Promise<string> {
  const own = source.name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '')
  return (await firstSibling(source, [stated, `${own}.fdt`])) ?? stated
}

function layoutOf({ channels, samples }: EeglabSet): { layout: SampleLayout; expected: number } {
  const shape = { channels: channels.length, samples }
  const layout = { at: 0, type: 'float32', isLittle: true, order: 'frames', ...shape } as const
  return { layout, expected: 4 * channels.length * samples }
}

function samplesInside({ bytes, type, isLittle }: MatNumbers, channels: number): SampleReader {
  const values = numbersIn(bytes, type, isLittle)
  return async (rows, [from, to]) => {
    const length = to - from
    const out = new Float32Array(rows.length * length)
    const frames = {
      values: values.subarray(from * channels, to * channels),
      channels,
      count: length,
    }
    framesToRows(frames, wholeRows(rows), out, { length, at: 0 })
    return out
  }
}

function wholeRows(rows: readonly number[]): SampleRow[] {
  return rows.map((index) => ({ index, gain: 1 }))
}

/** Read from the file at once, bytes. */
const blockBytes = 16 * 1024 * 1024

/** Samples of an array that stays in the file: its last axis is time, or trials. */
function samplesLater({ shape, type, isLittle, together, read }: MatLater, channels: number) {
  const frames = shape.slice(0, -1).reduce((product, n) => product * n, 1) / channels
  const width = frames * channels * bytesOfNumber[type]
  const step = together * Math.max(1, Math.floor(blockBytes / (together * width)))
  const reader: SampleReader = async (rows, [from, to]) => {
    const out = new Float32Array(rows.length * (to - from))
    const last = Math.ceil(to / frames)
    for (let place = Math.floor(from / frames); place < last; ) {
      const next = Math.min(last, (Math.floor(place / step) + 1) * step)
      const values = numbersIn(await read(place, next), type, isLittle)
      const first = place * frames
      const [start, end] = [Math.max(from, first), Math.min(to, next * frames)]
      const own = values.subarray((start - first) * channels, (end - first) * channels)
      const found = { values: own, channels, count: end - start }
      framesToRows(found, wholeRows(rows), out, { length: to - from, at: start - from })
      place = next
    }
    return out
  }
  return reader
}

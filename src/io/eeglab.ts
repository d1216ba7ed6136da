import { fail } from '../errors.ts'
import { defineReader, type RecordingInfo, type Source } from '../reader.ts'
import { type EeglabSet, readEeglabSet } from './eeglab-set.ts'
import { type MatNumbers, numberAt } from './mat-value.ts'
import { readSampleRows, type SampleLayout } from './sample-rows.ts'
import { type SampleReader, sampledInfo, sampledTable } from './sampled-recording.ts'
import { firstSibling, withSibling } from './source.ts'

/**
 * Reads data sets of EEGLAB (`.set`), with the samples inside or in a `.fdt` file beside them.
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
      annotations: events.map(({ label: text, ...span }) => ({ ...span, text })),
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
      return sampledTable(known, recording, options, samplesInside(data, channels.length))
    }
    return withSibling(source, await samplesFile(source, data), async (beside) => {
      const { layout, expected } = layoutOf(set)
      const { name, size } = beside
      if (size < expected) fail('file-truncated', { file: name, byte: size, expected })
      return sampledTable(known, recording, options, (places, span) => {
        const rows = places.map((index) => ({ index, gain: 1 }))
        return readSampleRows(beside, layout, rows, span)
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

function samplesInside(data: MatNumbers, channels: number): SampleReader {
  const at = numberAt(data)
  return async (rows, [from, to]) => {
    const out = new Float32Array(rows.length * (to - from))
    for (const [r, row] of rows.entries()) {
      const first = r * (to - from) - from
      for (let t = from; t < to; t++) out[first + t] = at(t * channels + row)
    }
    return out
  }
}

import { fail } from '../errors.ts'
import { defineReader, type RecordingInfo, type Source, shownEvents } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import {
  type ArrayFacts,
  channelsOf,
  factsName,
  readFacts,
  type ScaledChannel,
} from './array-facts.ts'
import { readNpy } from './npy.ts'
import { type NpyHeader, readNpyHeader } from './npy-header.ts'
import { npzArray } from './npz.ts'
import { bytesOfType, readSampleRows, type SampleType } from './sample-rows.ts'
import { type SampledPiece, sampledInfo, sampledTable } from './sampled-recording.ts'

/**
 * Reads arrays of NumPy as recordings: [C, T], or [N, C, T] of N windows that become segments, one
 * after the other in time. A JSON file of the same name says rate, unit, channels, labels and
 * events (`ArrayFacts`).
 *
 * Whole and floating-point numbers of up to 4 bytes and f64 are read, in either order of bytes and
 * of axes. A label of a window is an event that lasts as long as the window.
 *
 * @throws {NeurarrowError} `file-missing` without the JSON file; `file-corrupt` when array and JSON
 *   file contradict; `file-truncated`
 */
export const numpy = defineReader({
  use: 'numpy',
  title: 'Arrays of NumPy with a JSON file that describes them (.npy, .npz)',
  endings: ['.npy', '.npz'],
  version: 1,
  writes: 'signals',
  holdsSamples: true,

  async files(source) {
    await readFacts(source)
    return [factsName(source.name)]
  },

  async inspect(source): Promise<RecordingInfo> {
    const facts = await readFacts(source)
    const array = await openArray(source, facts)
    const known = recordingOf(array, facts, source)
    const expected = array.header.start + array.bytes
    const events = await eventsOf(array, facts, source)
    const shown = known.channels.map(({ gain: _, ...channel }) => channel)
    return {
      format: /\.npz$/i.test(source.name) ? 'NPZ' : 'NPY',
      ...sampledInfo({ ...known, channels: shown }),
      annotations: shownEvents(events),
      warnings: [],
      ...(expected > array.data.size ? { truncated: { byte: array.data.size, expected } } : {}),
    }
  },

  async read(source, recording, options) {
    const facts = await readFacts(source)
    const array = await openArray(source, facts)
    const { channels, ...known } = recordingOf(array, facts, source)
    const { windows, samples, layout, bytes, data } = array
    const expected = layout.at + bytes
    if (expected > data.size) {
      fail('file-truncated', { file: source.name, byte: data.size, expected })
    }
    const all = { ...known, channels }
    return sampledTable(all, recording, options, (places, [from, to]) => {
      const window = Math.floor(from / samples)
      const rows = places.map((c) => {
        const index = array.header.isFortran ? window + windows * c : window * channels.length + c
        return { index, gain: channels[c].gain }
      })
      const first = from - window * samples
      return readSampleRows(data, layout, rows, [first, first + to - from])
    })
  },

  async events(source) {
    const facts = await readFacts(source)
    return eventsOf(await openArray(source, facts), facts, source)
  },
})

const sampleTypes: Readonly<Record<string, SampleType>> = {
  ...{ i1: 'int8', u1: 'uint8', i2: 'int16', u2: 'uint16', i4: 'int32', u4: 'uint32' },
  ...{ f4: 'float32', f8: 'float64' },
}

interface OpenArray {
  readonly data: Source
  readonly header: NpyHeader
  readonly windows: number
  readonly rows: number
  readonly samples: number
  /** Of all numbers. */
  readonly bytes: number
  readonly layout: Parameters<typeof readSampleRows>[1]
}

async function openArray(source: Source, { array }: ArrayFacts): Promise<OpenArray> {
  const file = source.name
  const data = /\.npz$/i.test(file) ? await npzArray(source, array) : source
  const header = await readNpyHeader(data)
  const { shape, start: at, isLittle, isFortran } = header
  const type = sampleTypes[header.type]
  if (type === undefined) {
    const facts = { file, byte: at, type: header.type }
    return fail('file-corrupt', { ...facts, expected: Object.keys(sampleTypes) })
  }
  if (shape.length !== 2 && shape.length !== 3) {
    return fail('file-corrupt', { file, byte: at, shape, expected: '[C, T] or [N, C, T]' })
  }
  const [samples, rows, windows = 1] = [...shape].reverse()
  const numbers = windows * rows * samples
  if (numbers === 0) fail('file-empty', { file, shape })
  if (!Number.isSafeInteger(numbers * 8)) fail('file-too-large', { file, byte: at, shape })
  const order = isFortran ? ('frames' as const) : ('rows' as const)
  const layout = { at, channels: windows * rows, samples, type, isLittle, order }
  return { data, header, windows, rows, samples, bytes: numbers * bytesOfType(type), layout }
}

function recordingOf(array: OpenArray, facts: ArrayFacts, source: Source) {
  const { data, windows, rows, samples, bytes, header } = array
  const file = source.name
  const channels: ScaledChannel[] = channelsOf(facts, factsName(file))
  if (channels.length !== rows) {
    const told = { file: factsName(file), byte: 0, member: 'channels', shape: header.shape }
    fail('file-corrupt', { ...told, expected: rows, found: channels.length })
  }
  const { rateHz } = facts
  const pieces: SampledPiece[] = []
  // a header may state more windows than there are bytes
  const there = Math.min(windows, Math.ceil(data.size / (bytes / windows)))
  for (let n = 0; n < there; n++) {
    pieces.push({ startS: (n * samples) / rateHz, first: n * samples, samples })
  }
  return { file, rateHz, channels, pieces }
}

async function eventsOf(
  { windows, samples }: OpenArray,
  { labels, events = [], rateHz }: ArrayFacts,
  source: Source,
): Promise<Event[]> {
  if (labels === undefined) return [...events]
  const words = Array.isArray(labels) ? labels.map(String) : await wordsOf(source, labels)
  if (words.length !== windows) {
    const told = { file: factsName(source.name), byte: 0, member: 'labels' }
    fail('file-corrupt', { ...told, expected: windows, found: words.length })
  }
  const durationS = samples / rateHz
  const own = words.map((label, n) => ({ onsetS: (n * samples) / rateHz, durationS, label }))
  return [...own, ...events].sort((a, b) => a.onsetS - b.onsetS)
}

async function wordsOf(
  source: Source,
  { array, names }: { readonly array: string; readonly names?: Readonly<Record<string, string>> },
): Promise<string[]> {
  if (!/\.npz$/i.test(source.name)) {
    const told = { file: factsName(source.name), byte: 0, member: 'labels.array' }
    fail('file-corrupt', { ...told, found: array, expected: 'an .npz, or labels one by one' })
  }
  const { values } = await readNpy(await npzArray(source, array))
  return Array.from(values, (value) => names?.[String(value)] ?? String(value))
}

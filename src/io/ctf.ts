import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import { defineReader, type RecordingInfo, type Source, shownEvents } from '../reader.ts'
import { electrodeFiles, withElectrodes } from './ctf-electrodes.ts'
import { type CtfHeader, readCtfHeader } from './ctf-header.ts'
import { readCtfMarkers } from './ctf-markers.ts'
import { numbersIn } from './number-reader.ts'
import { readSampleRows, type SampleLayout } from './sample-rows.ts'
import { type SampleReader, sampledInfo, sampledTable } from './sampled-recording.ts'
import { firstSibling, readExactly, withSibling } from './source.ts'

/** Bytes before the samples. */
const headBytes = 8
const clockName = 'SCLK01-177'
const markerFile = 'MarkerFile.mrk'
const badFile = 'BadChannels'

/**
 * Reads recordings of CTF systems: the `.meg4` file in a `.ds` folder, its parts (`.1_meg4`, ...)
 * and the `.res4` file of the same name.
 *
 * Values, names, types, coils and their places are those of MNE-Python, without compensation other
 * than that of the file. Trials follow each other without a gap. Where the system clock stops at 0
 * the recording ends. Markers are events; channels of the file `BadChannels` are bad. Places of
 * electrodes come from `.eeg`, the header or `.pos`, in the frame that the coils of `.hc` span.
 */
export const ctf = defineReader({
  use: 'ctf',
  title: 'CTF: .meg4 with .res4 in a .ds folder',
  endings: ['.meg4'],
  version: 2,
  places: true,
  writes: 'signals',
  holdsSamples: true,

  async files(source) {
    const parts = await partNames(source)
    const beside = [await firstSibling(source, [markerFile]), await firstSibling(source, [badFile])]
    const places = await electrodeFiles(source, stemOf(source))
    return [headerName(source), ...parts, ...beside.flatMap((name) => name ?? []), ...places]
  },

  async inspect(source): Promise<RecordingInfo> {
    const header = await headerOf(source)
    const found = await partsOf(source, header)
    const lost = truncationOf(found, header)
    const parts = lost ? [] : found
    const { trialSamples } = header
    const trials = parts.reduce((sum, part) => sum + part.trials, 0)
    const says = `${trials} trials of ${trialSamples} samples are read as one stretch`
    const known = await recordingOf(source, header, parts)
    return {
      format: 'CTF',
      ...sampledInfo(known),
      annotations: lost ? [] : shownEvents(await markersOf(source, header)),
      warnings: [...(trials > 1 ? [says] : []), ...known.warnings],
      ...(lost ? { truncated: { byte: lost.byte, expected: lost.expected } } : {}),
    }
  },

  async read(source, recording, options) {
    const header = await headerOf(source)
    const parts = await partsOf(source, header)
    const lost = truncationOf(parts, header)
    if (lost) fail('file-truncated', { ...lost })
    const known = await recordingOf(source, header, parts)
    return sampledTable(known, recording, options, samplesOf(source, header, parts))
  },

  async events(source) {
    return markersOf(source, await headerOf(source))
  },
})

/** A file of samples: the one that is opened, without a name, or one beside it. */
interface Part {
  readonly name?: string
  readonly file: string
  readonly size: number
  /** Whole ones. */
  readonly trials: number
}

const stemOf = ({ name }: Source) => name.replace(/^.*[\\/]/, '').replace(/\.meg4$/i, '')
const headerName = (source: Source) => `${stemOf(source)}.res4`

async function headerOf(source: Source): Promise<CtfHeader> {
  const header = await withSibling(source, headerName(source), readCtfHeader)
  const head = Buffer.from(await source.read(0, 4)).toString('latin1')
  if (head !== 'MEG4') fail('file-corrupt', { file: source.name, byte: 0, expected: 'MEG4' })
  return header
}

async function partNames(source: Source): Promise<string[]> {
  const names: string[] = []
  for (;;) {
    const name = `${stemOf(source)}.${names.length + 1}_meg4`
    if ((await firstSibling(source, [name])) === undefined) return names
    names.push(name)
  }
}

/** The first file that ends within a trial, or the last where trials are missing. */
function truncationOf(parts: readonly Part[], header: CtfHeader) {
  const trialBytes = trialBytesOf(header)
  const missing = header.trials - parts.reduce((sum, { trials }) => sum + trials, 0)
  const cut = parts.find(({ size, trials }) => size !== headBytes + trials * trialBytes)
  const last = cut ?? (missing > 0 ? parts[parts.length - 1] : undefined)
  if (last === undefined) return undefined
  const { file, size, trials } = last
  const more = cut ? 1 : missing
  return { file, byte: size, expected: headBytes + (trials + more) * trialBytes }
}

const trialBytesOf = ({ channels, trialSamples }: CtfHeader) => 4 * channels.length * trialSamples

async function partsOf(source: Source, header: CtfHeader): Promise<Part[]> {
  const partOf = ({ name: file, size }: Source): Part => {
    const trials = Math.max(0, Math.floor((size - headBytes) / trialBytesOf(header)))
    return { file, size, trials }
  }
  const parts = [partOf(source)]
  for (const name of await partNames(source)) {
    parts.push({ ...(await withSibling(source, name, async (part) => partOf(part))), name })
  }
  return parts
}

async function recordingOf(source: Source, header: CtfHeader, parts: readonly Part[]) {
  const bad = new Set(await badNames(source))
  const placed = await withElectrodes(source, stemOf(source), header.channels)
  const { warnings } = placed
  const channels = placed.channels.map((channel) => {
    // names there lack the number of the system, `MRT33` for `MRT33-2622`
    const isBad = bad.has(channel.name) || bad.has(channel.name.replace(/-\d+$/, ''))
    return isBad ? { ...channel, bad: true as const } : channel
  })
  const samples = parts.length === 0 ? 0 : await validSamples(source, header, parts)
  const pieces = samples > 0 ? [{ startS: 0, first: 0, samples }] : []
  return { file: source.name, rateHz: header.rateHz, channels, pieces, warnings }
}

async function badNames(source: Source): Promise<string[]> {
  if ((await firstSibling(source, [badFile])) === undefined) return []
  return withSibling(source, badFile, async (file) => {
    const text = Buffer.from(await file.read(0, Math.min(file.size, 1024 * 1024))).toString(
      'latin1',
    )
    return text.split(/[\r\n]+/).map((line) => line.trim())
  })
}

async function markersOf(source: Source, header: CtfHeader) {
  if ((await firstSibling(source, [markerFile])) === undefined) return []
  return withSibling(source, markerFile, (file) => readCtfMarkers(file, header))
}

/** Samples up to where the system clock is 0 for the first time. */
async function validSamples(source: Source, header: CtfHeader, parts: readonly Part[]) {
  const { channels, trialSamples } = header
  const clock = channels.findIndex(({ name }) => name === clockName)
  const all = parts.reduce((sum, { trials }) => sum + trials, 0) * trialSamples
  if (clock < 0) return all
  let before = 0
  for (const part of parts) {
    const found = await withPart(source, part, async (file) => {
      for (let trial = 0; trial < part.trials; trial++) {
        const at = headBytes + 4 * (trial * channels.length + clock) * trialSamples
        const bytes = await readExactly(file, at, at + 4 * trialSamples)
        const stopped = numbersIn(bytes, 'int32', false).indexOf(0)
        if (stopped >= 0) return trial * trialSamples + stopped
      }
      return undefined
    })
    if (found !== undefined) return before + found
    before += part.trials * trialSamples
  }
  return all
}

function withPart<T>(source: Source, part: Part, use: (file: Source) => Promise<T>): Promise<T> {
  return part.name === undefined ? use(source) : withSibling(source, part.name, use)
}

/** Each trial holds all samples of a channel together. */
function samplesOf(source: Source, header: CtfHeader, parts: readonly Part[]): SampleReader {
  const { channels, trialSamples } = header
  return async (places, [from, to]) => {
    const rows = places.map((index) => ({ index, gain: channels[index].gain }))
    const out = unset32(rows.length * (to - from))
    let before = 0
    for (const part of parts) {
      const last = before + part.trials * trialSamples
      const span = [Math.max(from, before), Math.min(to, last)] as const
      if (span[0] < span[1]) {
        await withPart(source, part, async (file) => {
          for (let t = span[0]; t < span[1]; ) {
            const trial = Math.floor((t - before) / trialSamples)
            const start = before + trial * trialSamples
            const end = Math.min(span[1], start + trialSamples)
            const at = headBytes + 4 * trial * channels.length * trialSamples
            const shape = { channels: channels.length, samples: trialSamples }
            const layout: SampleLayout = {
              at,
              type: 'int32',
              isLittle: false,
              order: 'rows',
              ...shape,
            }
            const values = await readSampleRows(file, layout, rows, [t - start, end - start])
            for (let r = 0; r < rows.length; r++) {
              const own = values.subarray(r * (end - t), (r + 1) * (end - t))
              out.set(own, r * (to - from) + t - from)
            }
            t = end
          }
        })
      }
      before = last
    }
    return out
  }
}

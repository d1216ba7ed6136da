import { fail } from '../errors.ts'
import {
  defineReader,
  type RecordingInfo,
  type Source,
  shownEvents,
  type Truncation,
} from '../reader.ts'
import { type BrainvisionHeader, readBrainvisionHeader } from './brainvision-header.ts'
import {
  type BrainvisionMarkers,
  isNewSegment,
  readBrainvisionMarkers,
} from './brainvision-markers.ts'
import { bytesOfNumber } from './number-reader.ts'
import { readSampleRows } from './sample-rows.ts'
import {
  type SampledPiece,
  type SampledRecording,
  sampledInfo,
  sampledTable,
} from './sampled-recording.ts'
import { withSibling } from './source.ts'

/**
 * Reads BrainVision recordings by their header file: samples and markers lie beside it.
 *
 * Values, names, markers and start are those of MNE-Python. Markers are events with the label
 * `Type/Description`; the first `New Segment` is the start of the recording and no event. At later
 * ones the recording is cut into segments; times go on counting samples, as markers do.
 */
export const brainvision = defineReader({
  use: 'brainvision',
  title: 'BrainVision: header, markers and samples (.vhdr, .vmrk, .eeg)',
  endings: ['.vhdr', '.ahdr'],
  version: 1,
  places: true,
  writes: 'signals',

  async files(source) {
    const { dataFile, markerFile } = await readBrainvisionHeader(source)
    return markerFile === undefined ? [dataFile] : [dataFile, markerFile]
  },

  async inspect(source): Promise<RecordingInfo> {
    const header = await readBrainvisionHeader(source)
    const found = await markersOf(source, header)
    const size = await withSibling(source, header.dataFile, async (data) => data.size)
    const { samples, truncated } = extentOf(header, size)
    const { rateHz, channels, warnings } = header
    const pieces = piecesOf(header, found, samples)
    const shown = channels.map(({ gain: _, ...channel }) => channel)
    return {
      format: 'BrainVision',
      startedAt: found.startedAt,
      ...sampledInfo({ file: source.name, rateHz, channels: shown, pieces }),
      annotations: shownEvents(eventsOf(found, rateHz)),
      warnings,
      ...(truncated ? { truncated } : {}),
    }
  },

  async read(source, recording, options) {
    const header = await readBrainvisionHeader(source)
    const found = await markersOf(source, header)
    return withSibling(source, header.dataFile, async (data) => {
      const { samples, truncated } = extentOf(header, data.size)
      if (truncated) fail('file-truncated', { file: data.name, ...truncated })
      const { channels, rateHz, layout } = header
      const pieces = piecesOf(header, found, samples)
      const known: SampledRecording = { file: source.name, rateHz, channels, pieces }
      const whole = { ...layout, at: 0, channels: channels.length, samples }
      return sampledTable(known, recording, options, (places, span) => {
        const rows = places.map((index) => ({ index, gain: channels[index].gain }))
        return readSampleRows(data, whole, rows, span)
      })
    })
  },

  async events(source) {
    const header = await readBrainvisionHeader(source)
    return eventsOf(await markersOf(source, header), header.rateHz)
  },
})

async function markersOf(
  source: Source,
  { markerFile }: BrainvisionHeader,
): Promise<BrainvisionMarkers> {
  if (markerFile === undefined) return { markers: [] }
  return withSibling(source, markerFile, readBrainvisionMarkers)
}

/** Samples of each channel: those stated, or all where the file holds more of them. */
function extentOf(
  { channels, layout, dataPoints }: BrainvisionHeader,
  size: number,
): { samples: number; truncated?: Truncation } {
  const frame = channels.length * bytesOfNumber[layout.type]
  const held = size / frame
  const isStated = dataPoints !== undefined && !(Number.isInteger(held) && held > dataPoints)
  const samples = isStated ? dataPoints : Math.ceil(held)
  const expected = samples * frame
  return expected > size ? { samples, truncated: { byte: size, expected } } : { samples }
}

function piecesOf(
  { rateHz }: BrainvisionHeader,
  { markers }: BrainvisionMarkers,
  samples: number,
): SampledPiece[] {
  const cuts = markers.filter(isNewSegment).map(({ sample }) => sample)
  const inside = cuts.filter((sample) => sample > 0 && sample < samples)
  const starts = [...new Set([0, ...inside])].sort((a, b) => a - b)
  return starts.map((first, i) => {
    return { startS: first / rateHz, first, samples: (starts[i + 1] ?? samples) - first }
  })
}

function eventsOf({ markers }: BrainvisionMarkers, rateHz: number) {
  return markers.map(({ type, description, sample, length }) => ({
    onsetS: sample / rateHz,
    durationS: length / rateHz,
    label: `${type}/${description}`,
  }))
}

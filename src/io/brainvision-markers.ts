import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { readSectionedText, type TextEntry } from './brainvision-text.ts'

/** One marker of a recording. */
export interface BrainvisionMarker {
  readonly type: string
  readonly description: string
  /** From 0. */
  readonly sample: number
  /** Samples. */
  readonly length: number
}

/** The markers of a recording. */
export interface BrainvisionMarkers {
  /** In the order of the file, without a first `New Segment`: it only starts the recording. */
  readonly markers: readonly BrainvisionMarker[]
  /** Of the first `New Segment` with a date, `2020-01-24T04:05:56.5`. */
  readonly startedAt?: string
}

/**
 * Reads the markers (`.vmrk`) of a BrainVision recording.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte of the line that is no marker
 * @see BrainVision Core Data Format 1.0, Brain Products
 */
export async function readBrainvisionMarkers(source: Source): Promise<BrainvisionMarkers> {
  const { sections, file } = await readSectionedText(source, 'marker')
  const entries = (sections.get('marker infos') ?? []).filter(({ key }) => /^mk\d+$/i.test(key))
  const found = entries.map((entry) => markerOf(entry, file))
  const dates = found.flatMap(({ date, marker }) => (isNewSegment(marker) ? (date ?? []) : []))
  const markers = found.map(({ marker }) => marker)
  const isStart = markers.length > 0 && isNewSegment(markers[0])
  return { markers: isStart ? markers.slice(1) : markers, startedAt: dates[0] }
}

/** Whether recording stopped before this marker and began again. */
export function isNewSegment({ type }: Pick<BrainvisionMarker, 'type'>): boolean {
  return type === 'New Segment'
}

function markerOf({ value, byte }: TextEntry, file: string) {
  const [type, description = '', position = '', size = '', , date = ''] = value.split(',')
  const stated = /^\d+$/.test(position.trim()) ? Number(position) : Number.NaN
  if (!Number.isSafeInteger(stated)) {
    const expected = 'type, description, position from 1, size, channel'
    fail('file-corrupt', { file, byte, expected, found: value.slice(0, 80) })
  }
  const length = /^\d+$/.test(size) ? Number(size) : 0
  const words = [type, description].map((word) => word.replaceAll('\\1', ','))
  // some programs count from 0 and call the first sample 0
  const sample = Math.max(0, stated - 1)
  const marker: BrainvisionMarker = { type: words[0], description: words[1], sample, length }
  return { marker, date: dateOf(date) }
}

/** `YYYYMMDDhhmmss` and microseconds; zeros are no date. */
function dateOf(text: string): string | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{0,6})/.exec(text.trim())
  if (parts === null) return undefined
  const [, year, month, day, hour, minute, second, micro] = parts
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const when = new Date(`${iso}Z`)
  if (Number.isNaN(when.getTime()) || !when.toISOString().startsWith(iso)) return undefined
  const fraction = micro.replace(/0+$/, '')
  return fraction === '' ? iso : `${iso}.${fraction}`
}

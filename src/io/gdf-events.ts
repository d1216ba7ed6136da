import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import type { Event } from '../tables/events.ts'
import type { GdfHeader } from './gdf-header.ts'
import { numberReader } from './number-reader.ts'

/** What stands for a break in the recording: samples before it and from it on do not adjoin. */
export const newSegment = '32766'

/**
 * Reads the event table behind the samples of a GDF file, modes 1 and 3.
 *
 * An event's label is its code as a decimal number. Positions count samples of the rate that the
 * table states, or of the fastest channel. As MNE-Python has it an event lasts one sample or more.
 *
 * @returns in the order of the file; none where the file ends with the samples
 * @throws {NeurarrowError} `file-truncated`, or `file-corrupt` for a table of another mode
 * @see Schlögl (2006), GDF - A general dataformat for biosignals, arXiv:cs/0608052
 */
export async function readGdfEvents(source: Source, header: GdfHeader): Promise<Event[]> {
  const { name: file, size } = source
  const at = header.headerBytes + header.records * header.recordBytes
  if (at >= size) return []
  const head = await bytesAt(source, at, 8)
  const [mode] = head
  if (mode !== 1 && mode !== 3) {
    fail('file-corrupt', { file, byte: at, expected: 'an event table of mode 1 or 3', found: mode })
  }
  const view = new DataView(head.buffer, head.byteOffset, 8)
  const low = head[1] | (head[2] << 8) | (head[3] << 16)
  const isOld = header.version < 1.94
  const [count, stated] = isOld ? [view.getUint32(4, true), low] : [low, view.getFloat32(4, true)]
  const fastest = header.channels.reduce((most, { perRecord }) => Math.max(most, perRecord), 0)
  const rateHz = stated > 0 && Number.isFinite(stated) ? stated : fastest / header.recordS
  const bytes = await bytesAt(source, at + 8, count * (mode === 3 ? 12 : 6))
  const part = (from: number, width: number) => bytes.subarray(from * count, (from + width) * count)
  const positions = numberReader(part(0, 4), 'uint32', true)
  const codes = numberReader(part(4, 2), 'uint16', true)
  const lengths = mode === 3 ? numberReader(part(8, 4), 'uint32', true) : () => 1
  return Array.from({ length: count }, (_, i) => ({
    onsetS: (positions(i) - 1) / rateHz,
    durationS: Math.max(1, lengths(i)) / rateHz,
    label: String(codes(i)),
  }))
}

async function bytesAt(source: Source, from: number, length: number): Promise<Uint8Array> {
  const expected = from + length
  if (expected > source.size) {
    fail('file-truncated', { file: source.name, byte: source.size, expected })
  }
  return source.read(from, expected)
}

import { fail } from '../errors.ts'
import { unset32 } from '../kernels/recycling.ts'
import type { Source } from '../reader.ts'
import type { SegmentSamples } from '../tables/signals.ts'
import type { GdfChannel, GdfHeader } from './gdf-header.ts'
import { bytesOfNumber, numberReader } from './number-reader.ts'
import { readExactly } from './source.ts'

/** A channel that is wanted, under the name it gets. */
export type GdfRow = GdfChannel

/** What is wanted: rows in order, and a span from the start of the recording, s. */
export interface GdfWanted {
  readonly rows: readonly GdfRow[]
  /** Times [from, to) that adjoin, s. */
  readonly pieces: readonly (readonly [number, number])[]
  readonly fromS: number
  readonly toS: number
}

const mostSamples = 2 ** 31 - 1
const blockBytes = 1024 * 1024
/** Codes of a stimulus channel are the low 17 bits, as MNE-Python reads them. */
const codeBits = 0x1ffff

/**
 * Reads the wanted rows and times, converted to their units.
 *
 * @returns for each piece of the recording one block for each rate, in the order of its first row;
 *   a piece or a rate without a sample in the span is left out
 * @throws {NeurarrowError} `file-corrupt` for a row without a usable range, `file-too-large`,
 *   `file-truncated`
 */
export async function readGdfSignals(
  source: Source,
  header: GdfHeader,
  { rows, pieces, fromS, toS }: GdfWanted,
): Promise<SegmentSamples[]> {
  const { name: file } = source
  const bad = rows.find(({ gain }) => Number.isNaN(gain))
  if (bad) fail('file-corrupt', { file, byte: bad.rangeByte, channel: bad.name })
  const counts = [...new Set(rows.map(({ perRecord }) => perRecord))]
  const segments: SegmentSamples[] = []
  let total = 0
  for (const [index, piece] of pieces.entries()) {
    const span = [Math.max(fromS, piece[0]), Math.min(toS, piece[1])] as const
    for (const perRecord of counts) {
      const rateHz = perRecord / header.recordS
      // a millionth of a sample: binary noise of a time that is meant to lie on one
      const [from, end] = span.map((timeS) => Math.max(0, Math.ceil(timeS * rateHz - 1e-6)))
      const to = Math.min(end, perRecord * header.records)
      if (!(to > from)) continue
      const own = rows.filter((row) => row.perRecord === perRecord)
      total += own.length * (to - from)
      if (total > mostSamples) {
        const remedy = 'read fewer channels or a shorter span'
        fail('file-too-large', { file, byte: 236, samples: total, remedy })
      }
      const values = await readGroup(source, header, own, [from, to])
      const channels = own.map(({ name }) => name)
      segments.push({ channels, startS: from / rateHz, rateHz, values, index })
    }
  }
  return segments
}

/** Samples [from, to) of rows of one rate, shape [R, to - from]. */
async function readGroup(
  source: Source,
  { headerBytes, recordBytes }: GdfHeader,
  rows: readonly GdfRow[],
  [from, to]: readonly [number, number],
): Promise<Float32Array> {
  const { perRecord } = rows[0]
  const length = to - from
  const out = unset32(rows.length * length)
  const [first, last] = [Math.floor(from / perRecord), Math.ceil(to / perRecord)]
  const step = Math.max(1, Math.floor(blockBytes / recordBytes))
  for (let record = first; record < last; record += step) {
    const count = Math.min(step, last - record)
    const at = headerBytes + record * recordBytes
    const bytes = await readExactly(source, at, at + count * recordBytes)
    for (let k = 0; k < count; k++) {
      const start = (record + k) * perRecord - from
      for (const [r, row] of rows.entries()) {
        const { offset, numbers } = row
        const own = k * recordBytes + offset
        const part = bytes.subarray(own, own + perRecord * bytesOfNumber[numbers])
        const into = out.subarray(r * length, (r + 1) * length)
        decode(part, row, into, start)
      }
    }
  }
  return out
}

/** One record of a channel; sample i goes to place start + i, where there is one. */
function decode(bytes: Uint8Array, row: GdfRow, into: Float32Array, start: number): void {
  const { numbers, perRecord, gain, base, type } = row
  const number = numberReader(bytes, numbers, true)
  const last = Math.min(perRecord, into.length - start)
  for (let i = Math.max(0, -start); i < last; i++) {
    const value = number(i) * gain + base
    into[start + i] = type === 'stim' ? Math.trunc(value) & codeBits : value
  }
}

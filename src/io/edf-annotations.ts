import type { Source } from '../reader.ts'
import type { EdfHeader } from './edf-header.ts'
import { recordBlocks } from './edf-records.ts'

/** What the annotation channels of a file say. */
export interface EdfAnnotations {
  /** Start of each data record from the first one's start, s; NaN where a record has none. */
  readonly onsetsS: Float64Array
  /** What the first record's start lies after the header's whole second, s. */
  readonly fractionS: number
  /** By onset, then as they stand in the file; onsets from the first record's start. */
  readonly annotations: readonly { onsetS: number; durationS: number; text: string }[]
  readonly warnings: readonly string[]
}

/** A list with one time: an onset, a duration and texts; a record's own time has an empty text. */
export interface Tal {
  readonly onsetS: number
  readonly durationS: number
  readonly texts: readonly string[]
}

/**
 * Reads all annotation channels of an EDF+ or BDF+ file, and the time of each data record, which
 * the first annotation of a record keeps.
 *
 * @throws {NeurarrowError} `file-truncated` when the file shrinks meanwhile
 */
export async function readAnnotations(source: Source, header: EdfHeader): Promise<EdfAnnotations> {
  const channels = header.signals.filter((s) => s.type === 'annotations' && s.perRecord > 0)
  const onsetsS = new Float64Array(header.present).fill(Number.NaN)
  const found: Tal[] = []
  const bad: number[] = []
  for await (const block of recordBlocks(source, header, channels, [0, header.present])) {
    for (let r = 0; r < block.count; r++) {
      for (const [i, channel] of channels.entries()) {
        const at = r * block.stride + block.offsets[i]
        const size = channel.perRecord * header.bytesPerSample
        const { tals, badAt } = parseTals(block.bytes.subarray(at, at + size))
        const record = block.first + r
        const byte = header.headerBytes + record * header.recordBytes + channel.offset
        if (badAt >= 0) bad.push(byte + badAt)
        if (i === 0 && tals[0]?.texts[0] === '') onsetsS[record] = tals[0].onsetS
        for (const tal of tals) if (tal.texts.some((text) => text !== '')) found.push(tal)
      }
    }
  }
  const fractionS = Number.isNaN(onsetsS[0] ?? Number.NaN) ? 0 : onsetsS[0]
  const warnings =
    bad.length > 0 ? [`${bad.length} annotations cannot be read, first at byte ${bad[0]}`] : []
  return {
    onsetsS: onsetsS.map((onset) => rounded(onset - fractionS)),
    fractionS,
    annotations: flattened(found, fractionS),
    warnings,
  }
}

/**
 * Parses the bytes that one annotation channel has in one data record.
 *
 * @returns the lists in order, and the first byte of one that is none, or -1
 * @see Kemp and Olivan (2003), doi:10.1016/S1388-2457(03)00123-8, section 2.2.2
 */
export function parseTals(bytes: Uint8Array): { tals: Tal[]; badAt: number } {
  const tals: Tal[] = []
  let badAt = -1
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === 0) {
      at++
      continue
    }
    const zero = bytes.indexOf(0, at)
    const end = zero < 0 ? bytes.length : zero
    const tal = parseTal(decoded(bytes.subarray(at, end)))
    if (tal) tals.push(tal)
    else if (badAt < 0) badAt = at
    at = end + 1
  }
  return { tals, badAt }
}

function parseTal(list: string): Tal | undefined {
  const parts = list.split('\x14')
  const [onset, duration = '0', ...more] = parts[0].split('\x15')
  const isTime = /^[+-]\d+(\.\d*)?$/.test(onset) && /^(\d+(\.\d*)?)?$/.test(duration)
  if (!isTime || more.length > 0 || parts.length < 2) return undefined
  const texts = parts[parts.length - 1] === '' ? parts.slice(1, -1) : parts.slice(1)
  return { onsetS: Number(onset), durationS: Number(duration), texts }
}

function flattened(tals: readonly Tal[], fractionS: number) {
  const all = tals.flatMap(({ onsetS, durationS, texts }) =>
    texts
      .filter((text) => text !== '')
      .map((text) => ({ onsetS: rounded(onsetS - fractionS), durationS, text })),
  )
  return all.sort((a, b) => a.onsetS - b.onsetS)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** UTF-8 as the format wants it; files that have Latin-1 instead are read as such. */
function decoded(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/** To the nanosecond: a difference of decimal onsets, without its binary noise. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9
}

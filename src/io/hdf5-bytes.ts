import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'

/** Some bytes and where they begin in the file. */
export interface Bytes {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Of the first, for messages. */
  readonly byte: number
}

/** The bytes of a file for two readers: one that waits, and one that cannot and asks again. */
export interface Hdf5Bytes {
  /**
   * Bytes from an address on.
   *
   * @throws {NeurarrowError} `file-corrupt` when the file ends before
   */
  at(address: number, length: number): Promise<Bytes>
  /** Bytes [from, to) of the file; `undefined` where they have yet to be fetched. */
  read(from: number, to: number): Uint8Array | undefined
  /** Whether `read` has wanted bytes that are not here. */
  isWanting(): boolean
  /** Gets what `read` has wanted. */
  fetch(): Promise<void>
  /** Keeps bytes for `read`, instead of those kept before, and forgets what it has given. */
  lend(pieces: readonly Bytes[]): void
  /** First byte of what was lent and not given in full since; `undefined` where all of it was. */
  unread(): number | undefined
  /** Where `read` was last, for messages. */
  last(): number
}

const pageBytes = 64 * 1024
/** Fetched together: headers that follow each other are wanted one after the other. */
const pagesAhead = 8
/** Pages of one file that are kept; `read` cannot do with fewer than a question needs. */
const pagesKept = 1024
const mostFetches = 10_000

/**
 * Reads a file through pages that are kept, for headers are many small pieces.
 *
 * @param base byte of the file from which addresses count
 */
export function hdf5Bytes(source: Source, base: number): Hdf5Bytes {
  const { name: file, size } = source
  const { pages, fetch } = pagesOf(source)
  const wanted = new Set<number>()
  let [lent, place, fetches]: [readonly Bytes[], number, number] = [[], 0, 0]
  let given: Span[] = []
  const read = (from: number, to: number) => {
    place = from
    const end = Math.min(to, size)
    if (end <= from) return new Uint8Array()
    const own = lent.find(({ byte, bytes }) => byte <= from && end <= byte + bytes.length)
    if (lent.length > 0) given.push([from, end])
    if (own !== undefined) return own.bytes.subarray(from - own.byte, end - own.byte)
    const missing = numbersOf(from, end).filter((number) => !pages.has(number))
    if (missing.length === 0) return joined(pages, from, end)
    for (const number of missing) wanted.add(number)
    return undefined
  }
  const fetchWanted = async () => {
    if (++fetches > mostFetches || wanted.size > pagesKept) {
      fail('file-too-large', { file, byte: place, pages: fetches })
    }
    const isFew = wanted.size * pagesAhead <= pagesKept
    await fetch(isFew ? [...wanted].flatMap(followed) : wanted)
    wanted.clear()
  }
  const followed = (number: number) => {
    return numbersOf(number * pageBytes, Math.min(size, (number + pagesAhead) * pageBytes))
  }
  const at = async (address: number, length: number) => {
    const from = base + address
    if (!(from >= 0 && from + length <= size)) {
      const byte = Math.min(from, size)
      fail('file-corrupt', { file, byte, expected: length, found: 'the end of the file' })
    }
    if (length > pageBytes) return bytesOf(await source.read(from, from + length), from)
    await fetch(numbersOf(from, from + length))
    return bytesOf(joined(pages, from, from + length), from)
  }
  const lend = (pieces: readonly Bytes[]) => {
    lent = pieces
    given = []
  }
  const isWanting = () => wanted.size > 0
  const unread = () => lent.find((piece) => !covers(given, piece))?.byte
  return { read, at, lend, unread, fetch: fetchWanted, isWanting, last: () => place }
}

/** The first byte of a piece, and the one behind its last. */
type Span = readonly [from: number, to: number]

function covers(given: readonly Span[], { byte, bytes }: Bytes): boolean {
  let reached = byte
  const end = byte + bytes.length
  const own = given.filter(([from, to]) => to > byte && from < end)
  for (const [from, to] of own.sort(([a], [b]) => a - b)) {
    if (from > reached) return false
    reached = Math.max(reached, to)
  }
  return reached >= end
}

/** Pages of a source by number; those fetched first are let go first. */
function pagesOf(source: Source) {
  const pages = new Map<number, Uint8Array>()
  const fetch = async (numbers: Iterable<number>) => {
    for (const number of numbers) {
      if (pages.has(number)) continue
      const page = await source.read(number * pageBytes, (number + 1) * pageBytes)
      const [oldest] = pages.keys()
      if (pages.size >= pagesKept) pages.delete(oldest)
      pages.set(number, page)
    }
  }
  return { pages, fetch }
}

function numbersOf(from: number, to: number): number[] {
  const first = Math.floor(from / pageBytes)
  const count = Math.max(0, Math.ceil(to / pageBytes) - first)
  return Array.from({ length: count }, (_, i) => first + i)
}

/** A view where one page has it all. */
function joined(pages: ReadonlyMap<number, Uint8Array>, from: number, to: number): Uint8Array {
  const numbers = numbersOf(from, to)
  const start = Math.floor(from / pageBytes) * pageBytes
  const parts = numbers.map((number) => pages.get(number) ?? new Uint8Array())
  const [whole] = parts.length === 1 ? parts : [new Uint8Array(Buffer.concat(parts))]
  return whole.subarray(from - start, to - start)
}

/** Views bytes that begin somewhere in a file. */
export function bytesOf(bytes: Uint8Array, byte: number): Bytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), byte }
}

/** An address or a length of eight bytes; one beyond 2^53, such as that of nothing, is infinite. */
export function addressAt(view: DataView, at: number): number {
  const value = Number(view.getBigUint64(at, true))
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY
}

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { readExactly } from './source.ts'

/** The bytes of an image, inflated where the file is compressed. */
export interface ImageBytes {
  readonly compressed: boolean
  /** The first `count` bytes, or all of a shorter image. */
  head(count: number): Promise<Uint8Array>
  /**
   * The bytes [from, to) in order, in pieces of any size.
   *
   * With `toEnd` the compressed stream is read on to its end, so that its checksum is verified.
   *
   * @throws {NeurarrowError} `file-truncated` when they end before, `file-corrupt` when the
   *   compressed stream is damaged or goes on far beyond `to`
   */
  chunks(from: number, to: number, toEnd?: boolean): AsyncGenerator<Uint8Array>
}

const plainBytes = 4 * 1024 * 1024
const compressedBytes = 256 * 1024

/**
 * Bytes of an inflated chunk of a large image, and of what is inflated ahead: beside the thread,
 * while it is busy with the chunks before.
 */
const inflatedBytes = 1024 * 1024
const aheadBytes = 4 * 1024 * 1024

/** Bytes that may follow the voxels of a compressed image. */
const slack = 1024 * 1024

/** Opens an image file: gzip is recognised by its first two bytes, not by the file's name. */
export async function imageBytes(source: Source): Promise<ImageBytes> {
  const start = await source.read(0, 2)
  const compressed = start[0] === 0x1f && start[1] === 0x8b
  if (!compressed) {
    const head = (count: number) => source.read(0, count)
    return { compressed, head, chunks: (from, to) => plain(source, from, to) }
  }
  return {
    compressed,
    head: (count) => joined(inflated(source, { from: 0, to: count, toEnd: false }), count),
    async *chunks(from, to, toEnd = false) {
      let at = from
      for await (const chunk of inflated(source, { from, to, toEnd })) {
        at += chunk.length
        yield chunk
      }
      if (at < to) {
        fail('file-truncated', { file: source.name, byte: at, inflated: true, expected: to })
      }
    },
  }
}

async function joined(chunks: AsyncGenerator<Uint8Array>, most: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(most)
  let held = 0
  for await (const chunk of chunks) {
    bytes.set(chunk, held)
    held += chunk.length
  }
  return bytes.subarray(0, held)
}

async function* plain(source: Source, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += plainBytes) {
    yield await readExactly(source, at, Math.min(at + plainBytes, to))
  }
}

interface Span {
  readonly from: number
  readonly to: number
  readonly toEnd: boolean
}

async function* inflated(source: Source, { from, to, toEnd }: Span): AsyncGenerator<Uint8Array> {
  const file = source.name
  // The head alone needs no large chunks.
  const isLarge = source.size > inflatedBytes && to - from > inflatedBytes
  const step = isLarge ? inflatedBytes : compressedBytes
  const ahead = { readableHighWaterMark: isLarge ? aheadBytes : compressedBytes }
  const gunzip = createGunzip({ chunkSize: step, ...ahead })
  const done = pipeline(Readable.from(slices(source, step)), gunzip).catch(() => undefined)
  let at = 0
  try {
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      const piece = chunk.subarray(Math.max(from - at, 0), Math.max(to - at, 0))
      at += chunk.length
      if (piece.length > 0) yield piece
      if (at >= to && !toEnd) return
      if (at > to + slack) {
        const expected = `${to} bytes inflated`
        fail('file-corrupt', { file, byte: gunzip.bytesWritten, expected, found: `above ${at}` })
      }
    }
  } catch (thrown) {
    refuseStream(thrown, file, gunzip.bytesWritten)
  } finally {
    gunzip.destroy()
    await done
  }
}

async function* slices(source: Source, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += step) {
    yield await source.read(at, Math.min(at + step, source.size))
  }
}

function refuseStream(thrown: unknown, file: string, byte: number): never {
  const code = (thrown as { code?: unknown }).code
  if (code === 'Z_BUF_ERROR') fail('file-truncated', { file, byte, expected: 'more of gzip' })
  if (typeof code === 'string' && code.startsWith('Z_')) {
    fail('file-corrupt', { file, byte, found: code, expected: 'a gzip stream' }, thrown)
  }
  throw thrown
}

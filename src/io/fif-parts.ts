import { gunzipSync } from 'node:zlib'
import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { type FifInfo, readFifInfo } from './fif-info.ts'
import { blocksOf, type FifBlock, fif, fifBlock, readFifTags, tagOf } from './fif-tags.ts'
import { fifNumber, fifText } from './fif-values.ts'
import { memorySource } from './source.ts'

/** One file of a recording. */
export interface FifPart {
  readonly source: Source
  readonly root: FifBlock
  readonly info: FifInfo
}

/** No recording is cut into more files. */
const mostParts = 1000
/** What a compressed file may hold at most, bytes, and for each of its bytes. */
const mostBytes = 2 ** 31
const mostRatio = 1032

/**
 * Opens all files of a recording: large ones are written as several, each naming the next.
 *
 * @throws {NeurarrowError} `file-missing` for a file that is named; `file-corrupt` when files name
 *   each other in a circle or differ in channels or rate; as `readFifTags` and `readFifInfo`
 */
export async function withFifParts<T>(
  source: Source,
  use: (parts: readonly [FifPart, ...FifPart[]]) => Promise<T>,
): Promise<T> {
  const first = await openPart(unzipped(source, await wholeOf(source)))
  const parts: [FifPart, ...FifPart[]] = [first]
  const opened: Source[] = []
  const seen = new Set([nameOf(source.name)])
  try {
    for (let last = first; ; ) {
      const next = await nextName(last)
      if (next === undefined) break
      if (seen.has(next) || seen.size > mostParts) {
        fail('file-corrupt', { file: source.name, byte: 0, next, expected: 'another file' })
      }
      seen.add(next)
      const sibling = await (source.sibling?.(next) ?? fail('file-missing', { file: next }))
      opened.push(sibling)
      last = await openPart(unzipped(sibling, await wholeOf(sibling)))
      refuseOther(first, last)
      parts.push(last)
    }
    return await use(parts)
  } finally {
    for (const one of opened) await one.close?.()
  }
}

/** Names of the files that go on with a recording, as far as they are there. */
export async function laterFifNames(source: Source): Promise<string[]> {
  return withFifParts(source, async (parts) =>
    parts.slice(1).map((part) => nameOf(part.source.name)),
  )
}

const nameOf = (path: string) => path.replace(/^.*[\\/]/, '')

async function openPart(source: Source): Promise<FifPart> {
  const root = await readFifTags(source)
  return { source, root, info: await readFifInfo(source, root) }
}

async function nextName({ source, root }: FifPart): Promise<string | undefined> {
  for (const block of blocksOf(root, fifBlock.ref)) {
    const role = await fifNumber(source, tagOf(block, fif.refRole))
    const name = await fifText(source, tagOf(block, fif.refFileName))
    if (role === 2 && name !== '') return nameOf(name)
  }
  return undefined
}

function refuseOther(first: FifPart, other: FifPart): void {
  const words = ({ info }: FifPart) =>
    JSON.stringify([info.rateHz, info.channels.map(({ name, gain }) => [name, gain])])
  if (words(first) === words(other)) return
  const expected = `the channels and rate of ${nameOf(first.source.name)}`
  fail('file-corrupt', { file: other.source.name, byte: 0, expected })
}

async function wholeOf(source: Source): Promise<Uint8Array | undefined> {
  if (!/\.gz$/i.test(source.name)) return undefined
  return source.read(0, Math.min(source.size, mostBytes))
}

/** A source over the bytes that a compressed file holds; others are themselves. */
function unzipped(source: Source, packed: Uint8Array | undefined): Source {
  if (packed === undefined) return source
  const file = source.name
  const most = Math.min(mostBytes, packed.length * mostRatio)
  try {
    return memorySource(file, new Uint8Array(gunzipSync(packed, { maxOutputLength: most })))
  } catch (cause) {
    const isTorn = cause instanceof Error && /unexpected end/i.test(cause.message)
    const facts = { file, byte: packed.length }
    return isTorn
      ? fail('file-truncated', facts, cause)
      : fail('file-corrupt', { ...facts, byte: 0, expected: 'bytes that gzip packed' }, cause)
  }
}

import { fail, NeurarrowError } from '../errors.ts'
import type { Source } from '../reader.ts'
import { addressAt, type Bytes, bytesOf, type Hdf5Bytes, hdf5Bytes } from './hdf5-bytes.ts'
import { giveLibrary, type Hdf5Library, takeLibrary } from './hdf5-library.ts'

/** An HDF5 file that the library has open. */
export interface Hdf5File {
  readonly file: string
  /** Length of the whole file, bytes. */
  readonly size: number
  /**
   * What the library says; again where it wanted bytes that had yet to be fetched.
   *
   * @param pieces bytes that the answer is made of
   * @throws {NeurarrowError} `file-corrupt` when it fails, reports a failure, or answers without
   *   having read all of `pieces`
   */
  ask<T>(question: Question<T>, pieces?: readonly Bytes[]): Promise<T>
  /**
   * Bytes from an address on.
   *
   * @throws {NeurarrowError} `file-corrupt` when the file ends before
   */
  at(address: number, length: number): Promise<Bytes>
}

type Question<T> = (library: Hdf5Library, id: bigint) => T

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]
/** Places where the signature may be, for what stands before it. */
const userBlocks = [0, 512, 1024, 2048]
const path = '/opened.h5'
/** Of Emscripten: input or output failed. */
const ioError = 29

/**
 * Opens an HDF5 file in the library, hands it to `use`, and closes it whatever happens.
 *
 * The library reads only, and only this file: its file system has nothing else. Bytes come by
 * range, as they are wanted.
 *
 * @throws {NeurarrowError} `file-corrupt` without the signature, `file-truncated`, `format-unknown`
 *   for a superblock that MATLAB does not write
 * @see HDF5 File Format Specification Version 2.0, The HDF Group, section II.A
 */
export async function withHdf5<T>(source: Source, use: (file: Hdf5File) => Promise<T>): Promise<T> {
  const base = await baseOf(source)
  const library = await takeLibrary()
  const bytes = hdf5Bytes(source, base)
  const state = { isWhole: true }
  mount(library, bytes, source.size)
  const { ask, id, close } = await openIn(library, bytes, { source, state }).catch((thrown) => {
    unmount(library, state)
    throw thrown
  })
  try {
    const { name: file, size } = source
    return await use({
      ...{ file, size, at: bytes.at },
      ask: (question, pieces) => ask((own) => question(own, id), pieces),
    })
  } finally {
    close()
    unmount(library, state)
  }
}

interface Opening {
  readonly source: Source
  readonly state: { isWhole: boolean }
}

async function openIn(library: Hdf5Library, bytes: Hdf5Bytes, { source, state }: Opening) {
  const { name: file } = source
  const ask = async <T>(
    question: (library: Hdf5Library) => T,
    pieces: readonly Bytes[] = [],
  ): Promise<T> => {
    for (;;) {
      bytes.lend(pieces)
      const { result, failure } = attempt(library, question)
      const unread = bytes.unread()
      if (failure?.isFatal) state.isWhole = false
      else if (bytes.isWanting()) {
        await bytes.fetch()
        continue
      } else if (failure === undefined && unread === undefined) return result as T
      const found = failure?.words ?? 'bytes that are not found from the index'
      return fail('file-corrupt', { file, byte: unread ?? bytes.last(), found })
    }
  }
  const id = await ask((own) => own.open(path, 0, false, -1, -1))
  const close = () => {
    if (!state.isWhole) return
    const { result, failure } = attempt(library, (own) => own.close_file(id))
    if (failure !== undefined || (result ?? -1) < 0) state.isWhole = false
  }
  return { ask, id, close }
}

interface Failure {
  readonly words: string
  /** Whether the library can no longer be relied upon. */
  readonly isFatal: boolean
}

function attempt<T>(
  library: Hdf5Library,
  question: (library: Hdf5Library) => T,
): { readonly result?: T; readonly failure?: Failure } {
  const { said } = library
  said.length = 0
  try {
    const result = question(library)
    return said.length === 0 ? { result } : { failure: { words: cause(said), isFatal: false } }
  } catch (thrown) {
    library.thrown++
    if (thrown instanceof NeurarrowError) throw thrown
    // h5wasm throws plain errors of its own; anything else is a fault of the compiled code
    const isOwn = thrown instanceof Error && thrown.constructor === Error
    const words = said.length > 0 ? cause(said) : String(thrown)
    return { failure: { words, isFatal: !isOwn } }
  }
}

/** The words of the innermost function that failed: the last of the stack. */
function cause(said: readonly string[]): string {
  const frames = said.filter((line) => /^\s+#\d+:/.test(line))
  const last = frames[frames.length - 1] ?? said[0]
  return last.replace(/^.*?\(\): /, '').slice(0, 200)
}

/** The stream, where to put bytes, from which place of that on, how many, and from which byte. */
type Reading = [stream: unknown, to: Uint8Array, offset: number, length: number, from: number]

function mount(library: Hdf5Library, bytes: Hdf5Bytes, size: number): void {
  const { FS } = library
  FS.writeFile(path, '')
  const { node } = FS.lookupPath(path)
  node.usedBytes = size
  const read = (...[, to, offset, length, from]: Reading) => {
    const found = bytes.read(from, from + length)
    if (found === undefined) throw new FS.ErrnoError(ioError)
    to.set(found, offset)
    return found.length
  }
  node.stream_ops = { ...node.stream_ops, read }
}

function unmount(library: Hdf5Library, { isWhole }: { readonly isWhole: boolean }): void {
  library.FS.unlink(path)
  giveLibrary(library, isWhole)
}

/** Where the addresses of a file begin. */
async function baseOf(source: Source): Promise<number> {
  const { name: file, size } = source
  const head = await source.read(0, 2048 + 100)
  const start = userBlocks.find((at) => signature.every((byte, i) => head[at + i] === byte))
  if (start === undefined) {
    return fail('file-corrupt', { file, byte: 0, expected: 'the signature of HDF5' })
  }
  const { view, bytes } = bytesOf(head.subarray(start), start)
  if (bytes.length < 100) fail('file-truncated', { file, byte: size, expected: start + 100 })
  const [version, offsets, lengths] = [bytes[8], bytes[13], bytes[14]]
  if (version > 1 || offsets !== 8 || lengths !== 8) {
    const found = { version, offsets, lengths }
    fail('format-unknown', { file, found, expected: 'HDF5 with a superblock of version 0 or 1' })
  }
  const expected = addressAt(view, (version === 0 ? 24 : 28) + 16)
  if (expected > size) fail('file-truncated', { file, byte: size, expected })
  return start
}

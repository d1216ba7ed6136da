import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { readExactly } from './source.ts'

/** What the header of an array of NumPy says. */
export interface NpyHeader {
  readonly shape: readonly number[]
  /** `f4`, `i2`, ...: a letter for the kind and the bytes of a number. */
  readonly type: string
  readonly isLittle: boolean
  /** Whether the first axis is the fastest. */
  readonly isFortran: boolean
  /** Offset of the first number. */
  readonly start: number
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
/** Headers are some hundred bytes long. */
const mostHeaderBytes = 1024 * 1024

/**
 * Reads the header of an array as NumPy saves it, versions 1 to 3 of the format.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte of what contradicts the format,
 *   `file-truncated`
 * @see numpy.lib.format
 */
export async function readNpyHeader(source: Source): Promise<NpyHeader> {
  const { name: file, size } = source
  const bytes = await source.read(0, 12)
  if (bytes.length < 12) fail('file-truncated', { file, byte: bytes.length, expected: 12 })
  const wrong = magic.findIndex((byte, i) => bytes[i] !== byte)
  if (wrong >= 0) fail('file-corrupt', { file, byte: wrong, expected: 'an array of NumPy' })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const major = bytes[6]
  if (major < 1 || major > 3) fail('file-corrupt', { file, byte: 6, version: major })
  const from = major === 1 ? 10 : 12
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (from + length > size) fail('file-truncated', { file, byte: size, expected: from + length })
  if (length > mostHeaderBytes) fail('file-corrupt', { file, byte: 8, headerBytes: length })
  const text = Buffer.from(await readExactly(source, from, from + length)).toString('latin1')
  return { ...parsed(text, file, from), start: from + length }
}

function parsed(header: string, file: string, byte: number) {
  const [, order = '', type = ''] = /'descr':\s*'([<>|=])(\w\d)'/.exec(header) ?? []
  const [, fortran] = /'fortran_order':\s*(True|False)/.exec(header) ?? []
  const [, axes] = /'shape':\s*\(([\d,\s]*)\)/.exec(header) ?? []
  if (type === '' || fortran === undefined || axes === undefined) {
    return fail('file-corrupt', { file, byte, found: header.trim().slice(0, 120) })
  }
  const shape = axes.split(',').flatMap((n) => (n.trim() === '' ? [] : [Number(n)]))
  return { shape, type, isLittle: order !== '>', isFortran: fortran === 'True' }
}

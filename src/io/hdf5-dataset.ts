import { fail } from '../errors.ts'
import { addressAt, bytesOf } from './hdf5-bytes.ts'
import type { Hdf5File } from './hdf5-file.ts'
import type { Hdf5Header } from './hdf5-index.ts'
import type { Hdf5Library, Hdf5Metadata } from './hdf5-library.ts'
import { type Hdf5Storage, provenStorage } from './hdf5-storage.ts'
import type { NumberType } from './number-reader.ts'

/** An array of an HDF5 file. */
export interface Hdf5Dataset {
  readonly path: string
  /** Last axis fastest. */
  readonly shape: readonly number[]
  readonly kind: 'number' | 'reference' | 'other'
  /** Of one element, bytes. */
  readonly width: number
  /** Of numbers. */
  readonly number?: NumberType
  /** Names. */
  readonly attributes: readonly string[]
  readonly storage: Hdf5Storage
}

const mostAxes = 32
/** Of one answer of the library, which holds it in its own memory; bytes. */
const mostTogether = 512 * 1024 * 1024

/**
 * Opens an array, and proves that all of it is in the file.
 *
 * @param header of the object at this path
 * @throws {NeurarrowError} as `provenStorage`; `file-corrupt` when the library cannot open it
 */
export async function openDataset(
  file: Hdf5File,
  path: string,
  header: Hdf5Header,
): Promise<Hdf5Dataset> {
  const stated = await file.ask((library, id) => library.get_dataset_metadata(id, path))
  const { chunks, size: width } = stated
  const shape = stated.shape ?? [0]
  const fits = shape.length <= mostAxes && shape.every((n) => Number.isSafeInteger(n) && n >= 0)
  const address = await addressOf(file, path)
  if (!fits || !(width > 0) || stated.virtual_sources !== undefined) {
    fail('format-unknown', {
      file: file.file,
      byte: address,
      shape,
      found: 'an array of this kind',
    })
  }
  const filters = chunks === null ? [] : await filtersOf(file, path)
  const attributes = await file.ask((library, id) => library.get_attribute_names(id, path))
  const known = { shape, width, attributes }
  const storage = await provenStorage(file, header, { ...known, chunks, filters })
  return { path, storage, ...known, ...typeOf(stated) }
}

/** Where the header of an object begins, as references have it. */
export async function addressOf(file: Hdf5File, path: string): Promise<number> {
  const reference = await file.ask((library, id) => library.create_object_reference(id, path))
  return addressAt(bytesOf(Uint8Array.from(reference), 0).view, 0)
}

async function filtersOf(file: Hdf5File, path: string): Promise<number[]> {
  const found = await file.ask((library, id) => library.get_dataset_filters(id, path))
  return found.map(({ id }) => id)
}

function typeOf(stated: Hdf5Metadata): Pick<Hdf5Dataset, 'kind' | 'number'> {
  const { type, size, signed, ref_type } = stated
  const isReference = type === 7 && ref_type === 'object' && size === 8
  if (isReference) return { kind: 'reference' }
  const number = type === 0 ? wholeNumbers[size]?.[signed ? 1 : 0] : floats[size]
  return number && type <= 1 ? { kind: 'number', number } : { kind: 'other' }
}

const floats: Readonly<Record<number, NumberType>> = { 4: 'float32', 8: 'float64' }

const wholeNumbers: Readonly<Record<number, readonly [NumberType, NumberType]>> = {
  1: ['uint8', 'int8'],
  2: ['uint16', 'int16'],
  4: ['uint32', 'int32'],
  8: ['uint64', 'int64'],
}

/**
 * The elements of rows [from, to) along the first axis, one after the other, lowest byte first.
 *
 * @throws {NeurarrowError} `file-corrupt` for parts that are missing or of another length,
 *   `file-too-large`
 */
export async function readRows(
  file: Hdf5File,
  { path, shape, width, storage }: Hdf5Dataset,
  [from, to]: readonly [number, number],
): Promise<Uint8Array> {
  const bytes = shape.slice(1).reduce((product, n) => product * n, (to - from) * width)
  if (bytes === 0) return new Uint8Array()
  if (bytes > mostTogether) fail('file-too-large', { file: file.file, byte: 0, shape })
  const pieces = await storage.pieces(file, from, to)
  const isPart = from > 0 || to < (shape[0] ?? 1)
  const count = isPart ? [to - from, ...shape.slice(1)].map(BigInt) : null
  const offset = isPart ? [from, ...shape.slice(1).fill(0)].map(BigInt) : null
  const stride = isPart ? shape.map(() => 1n) : null
  return file.ask((library, id) => {
    return answered(library, bytes, (at) => {
      return library.get_dataset_data(id, path, count, offset, stride, BigInt(at))
    })
  }, pieces)
}

/** Room in the library's memory while it writes there, and then a copy of what it wrote. */
function answered(library: Hdf5Library, bytes: number, write: (at: number) => number): Uint8Array {
  const at = library._malloc(bytes)
  if (at === 0) throw new Error('no memory')
  try {
    if (write(at) < 0) throw new Error('the array cannot be read')
    return library.HEAPU8.slice(at, at + bytes)
  } finally {
    library._free(at)
  }
}

/** Of the attributes MATLAB writes, bytes. */
const mostAttribute = 4096

/**
 * The text of an attribute of an object; an empty one where it is no text, or cannot be short.
 *
 * @returns `undefined` where the object has no such attribute
 * @throws {NeurarrowError} `file-corrupt`
 */
export async function attributeText(file: Hdf5File, path: string, name: string): Promise<string> {
  const text = await file.ask((library, id) => {
    const { type, vlen, size, total_size } = library.get_attribute_metadata(id, path, name)
    const bytes = size * total_size
    if (type !== 3 || vlen || !(bytes > 0 && bytes <= mostAttribute)) return ''
    const found = answered(library, bytes, (at) => {
      return library.get_attribute_data(id, path, name, BigInt(at))
    })
    return Buffer.from(found.subarray(0, size)).toString('latin1')
  })
  return text.replace(/\0.*$/s, '')
}

import { addressAt, type Bytes, type Hdf5File } from './hdf5-file.ts'
import { corrupt } from './hdf5-object.ts'
import type { NumberType } from './number-reader.ts'

/** The type of the elements of an array. */
export interface Hdf5Type {
  readonly kind: 'number' | 'text' | 'reference' | 'other'
  /** Of one element. */
  readonly bytes: number
  /** Of numbers. */
  readonly number?: NumberType
  readonly isLittle: boolean
}

const mostAxes = 32

/**
 * Reads a message that describes a type of elements.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte
 * @see HDF5 File Format Specification Version 2.0, section IV.A.2.d
 */
export function readDatatype(file: Hdf5File, message: Bytes): Hdf5Type {
  const { bytes, view } = message
  if (bytes.length < 8) return corrupt(file, message, 'a type')
  const size = view.getUint32(4, true)
  if (size === 0) return corrupt(file, message, 'a size of elements')
  const isLittle = (bytes[1] & 1) === 0
  const kind = bytes[0] & 15
  if (kind === 0) {
    const isSigned = (bytes[1] & 8) !== 0
    const number = wholeNumbers[size]?.[isSigned ? 1 : 0]
    return { kind: number ? 'number' : 'other', bytes: size, number, isLittle }
  }
  if (kind === 1) {
    const number = size === 4 ? 'float32' : size === 8 ? 'float64' : undefined
    return { kind: number ? 'number' : 'other', bytes: size, number, isLittle }
  }
  if (kind === 3) return { kind: 'text', bytes: size, isLittle: true }
  if (kind === 7 && size === 8) return { kind: 'reference', bytes: size, isLittle: true }
  return { kind: 'other', bytes: size, isLittle: true }
}

const wholeNumbers: Readonly<Record<number, readonly [NumberType, NumberType]>> = {
  1: ['uint8', 'int8'],
  2: ['uint16', 'int16'],
  4: ['uint32', 'int32'],
  8: ['uint64', 'int64'],
}

/**
 * Reads a message that describes the axes of an array, the last one fastest.
 *
 * @returns shape; a single element has no axes
 * @throws {NeurarrowError} `file-corrupt` with the byte
 * @see HDF5 File Format Specification Version 2.0, section IV.A.2.b
 */
export function readShape(file: Hdf5File, message: Bytes): number[] {
  const { bytes, view } = message
  const [version, axes] = bytes
  const start = version === 1 ? 8 : 4
  const fits = (version === 1 || version === 2) && axes <= mostAxes
  if (!fits || bytes.length < start + 8 * axes) return corrupt(file, message, 'axes')
  // an array of nothing at all
  if (version === 2 && bytes[3] === 2) return [0]
  return Array.from({ length: axes }, (_, axis) => addressAt(view, start + 8 * axis))
}

import { fail } from '../errors.ts'
import type { Source } from '../reader.ts'
import { readNpyHeader } from './npy-header.ts'
import { readExactly } from './source.ts'

/** An array of numbers of any number of axes. */
export interface NumberArray {
  readonly shape: readonly number[]
  /** In C order: the last axis fastest. */
  readonly values: Float32Array
}

/** No array of numbers beside the recordings is larger. */
const mostBytes = 1024 * 1024 * 1024
const sizes: Readonly<Record<string, number>> = {
  f4: 4,
  f8: 8,
  i1: 1,
  u1: 1,
  b1: 1,
  i2: 2,
  u2: 2,
  i4: 4,
  u4: 4,
  i8: 8,
}

/**
 * Reads an array as NumPy saves it, versions 1 to 3 of the format: floating-point numbers, whole
 * numbers and booleans of either byte order, in C or Fortran order, as f32.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte of what contradicts the format or is of
 *   another type, `file-truncated`, `file-too-large`
 * @see numpy.lib.format
 */
export async function readNpy(source: Source): Promise<NumberArray> {
  const { name: file, size } = source
  if (size > mostBytes) fail('file-too-large', { file, byte: mostBytes, size })
  const { shape, type, isLittle, isFortran, start } = await readNpyHeader(source)
  if (!(type in sizes)) {
    fail('file-corrupt', { file, byte: start, type, expected: Object.keys(sizes) })
  }
  const count = shape.reduce((product, n) => product * n, 1)
  if (!(count * sizes[type] <= mostBytes)) fail('file-too-large', { file, byte: start, shape })
  const expected = start + count * sizes[type]
  if (size < expected) fail('file-truncated', { file, byte: size, expected })
  const bytes = await readExactly(source, start, expected)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values = numbersAt(view, { count, type, isLittle })
  return { shape, values: isFortran ? inOrder(values, shape) : values }
}

interface Numbers {
  readonly count: number
  readonly type: string
  readonly isLittle: boolean
}

function numbersAt(view: DataView, { count, type, isLittle }: Numbers): Float32Array {
  const size = sizes[type]
  const readers: Record<string, (at: number) => number> = {
    f4: (at) => view.getFloat32(at, isLittle),
    f8: (at) => view.getFloat64(at, isLittle),
    i1: (at) => view.getInt8(at),
    u1: (at) => view.getUint8(at),
    b1: (at) => view.getUint8(at),
    i2: (at) => view.getInt16(at, isLittle),
    u2: (at) => view.getUint16(at, isLittle),
    i4: (at) => view.getInt32(at, isLittle),
    u4: (at) => view.getUint32(at, isLittle),
    i8: (at) => Number(view.getBigInt64(at, isLittle)),
  }
  const read = readers[type]
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) out[i] = read(i * size)
  return out
}

/** Fortran order, the first axis fastest, as C order. */
function inOrder(values: Float32Array, shape: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1))
  const place = new Array<number>(shape.length).fill(0)
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) {
    out[i] = values[place.reduce((sum, n, axis) => sum + n * strides[axis], 0)]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place[axis]++
      if (place[axis] < shape[axis]) break
      place[axis] = 0
    }
  }
  return out
}

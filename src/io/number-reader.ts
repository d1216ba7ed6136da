import { hostIsLittle, swapBytes } from './byte-order.ts'

/** Types of numbers in files. */
export type NumberType =
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64'

/** Bytes of a number of each type. */
export const bytesOfNumber: Readonly<Record<NumberType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
}

/**
 * A function that gives number i of some bytes, wherever they lie in memory; whole numbers beyond
 * 2^53 are rounded.
 *
 * @throws {RangeError} of the function: number i ends behind the bytes
 */
export function numberReader(
  bytes: Uint8Array,
  type: NumberType,
  isLittle: boolean,
): (i: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const readers: Record<NumberType, (i: number) => number> = {
    int8: (i) => view.getInt8(i),
    uint8: (i) => view.getUint8(i),
    int16: (i) => view.getInt16(2 * i, isLittle),
    uint16: (i) => view.getUint16(2 * i, isLittle),
    int32: (i) => view.getInt32(4 * i, isLittle),
    uint32: (i) => view.getUint32(4 * i, isLittle),
    int64: (i) => Number(view.getBigInt64(8 * i, isLittle)),
    uint64: (i) => Number(view.getBigUint64(8 * i, isLittle)),
    float32: (i) => view.getFloat32(4 * i, isLittle),
    float64: (i) => view.getFloat64(8 * i, isLittle),
  }
  return readers[type]
}

/** Types whose numbers a typed array gives as they are. */
const arrays = {
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const

/** Numbers in a typed array of any type. */
export type Numbers = InstanceType<(typeof arrays)[keyof typeof arrays]>

/**
 * The whole numbers or floats that some bytes are, in the fastest way there is: a view of the bytes
 * where these lie as the machine has them, else a copy.
 *
 * @param bytes not changed; those behind the last whole number are left out
 */
export function numbersIn(bytes: Uint8Array, type: NumberType, isLittle: boolean): Numbers {
  const width = bytesOfNumber[type]
  const count = Math.floor(bytes.length / width)
  if (type === 'int64' || type === 'uint64') {
    const number = numberReader(bytes, type, isLittle)
    return Float64Array.from({ length: count }, (_, i) => number(i))
  }
  const isTurned = isLittle !== hostIsLittle && width > 1
  const own = isTurned || bytes.byteOffset % width !== 0 ? new Uint8Array(bytes) : bytes
  if (isTurned) swapBytes(own, width)
  return new arrays[type](own.buffer as ArrayBuffer, own.byteOffset, count)
}

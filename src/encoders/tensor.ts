import { fail } from '../errors.ts'
import { fromHalf, toHalf } from '../kernels/half-float.ts'

/** Types of tensors that graphs are fed and give, by the runtime's names. */
export const dtypes = [
  'float32',
  'float16',
  'float64',
  'int64',
  'int32',
  'uint8',
  'int8',
  'bool',
] as const

export type Dtype = (typeof dtypes)[number]

/** The values of a tensor as the runtime holds them: 16-bit floats as bits, bool as 0 and 1. */
export type TensorValues =
  | Float32Array
  | Float64Array
  | Uint16Array
  | BigInt64Array
  | Int32Array
  | Uint8Array
  | Int8Array

/** A tensor: one fed to a graph, or one that it gave. */
export interface TensorData {
  readonly dtype: Dtype
  readonly values: TensorValues
  readonly shape: readonly number[]
}

/** Whether the runtime's name of a type is one that is read and written here. */
export function isDtype(name: string): name is Dtype {
  return (dtypes as readonly string[]).includes(name)
}

/** Numbers as the values of a tensor, without a copy where they are of that type already. */
export function toDtype(values: Float32Array | Float64Array, dtype: Dtype): TensorValues {
  switch (dtype) {
    case 'float32':
      return values instanceof Float32Array ? values : Float32Array.from(values)
    case 'float64':
      return values instanceof Float64Array ? values : Float64Array.from(values)
    case 'float16':
      return toHalf(values)
    case 'int64':
      return toBigs(values)
    case 'int32':
      return Int32Array.from(values)
    case 'int8':
      return Int8Array.from(values)
    default:
      return Uint8Array.from(values)
  }
}

/**
 * The values of a tensor as 32-bit floats; whole numbers up to 2^24 stay exact.
 *
 * @throws {NeurarrowError} `model-failed` for a whole number beyond 2^24
 */
export function toFloats({ dtype, values }: TensorData): Float32Array {
  if (values instanceof Float32Array) return values
  if (dtype === 'float16' && values instanceof Uint16Array) return fromHalf(values)
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) {
    const value = Number(values[i])
    if (dtype !== 'float64' && Math.abs(value) > 2 ** 24) {
      fail('model-failed', { dtype, value, says: 'a whole number beyond 2^24' })
    }
    out[i] = value
  }
  return out
}

function toBigs(values: ArrayLike<number>): BigInt64Array {
  const out = new BigInt64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = BigInt(values[i])
  return out
}

import { roundHalfEven } from './round-half-even.ts'

/**
 * Rounds numbers to 16-bit floats (IEEE 754 binary16), ties to even.
 *
 * Beyond 65504 they become infinite, below 2^-25 zero; NaN stays NaN.
 *
 * @param values shape [N]
 * @returns the bits, shape [N]
 */
export function toHalf(values: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) out[i] = halfBits(values[i])
  return out
}

/**
 * The numbers that 16-bit floats stand for, exactly.
 *
 * @param bits shape [N]
 * @returns shape [N]
 */
export function fromHalf(bits: Uint16Array): Float32Array {
  const out = new Float32Array(bits.length)
  for (let i = 0; i < bits.length; i++) {
    const exponent = (bits[i] >> 10) & 31
    const fraction = bits[i] & 1023
    const sign = bits[i] >> 15 ? -1 : 1
    if (exponent === 31) out[i] = fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY
    else if (exponent === 0) out[i] = sign * fraction * 2 ** -24
    else out[i] = sign * (1024 + fraction) * 2 ** (exponent - 25)
  }
  return out
}

function halfBits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  // 65520 lies half way between the largest half, 65504, and the next that there would be.
  if (size >= 65520) return sign | 0x7c00
  const exponent = Math.max(-14, Math.floor(Math.log2(size)))
  const steps = roundHalfEven(size / 2 ** (exponent - 10))
  // A subnormal has less than 1024 steps; 2048 steps are the first of the next exponent.
  return sign | (((exponent + 14) << 10) + steps)
}

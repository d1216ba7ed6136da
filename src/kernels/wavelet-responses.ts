import { placesOf, planBytes, putPlan } from './plan-room.ts'
import { splitPlan } from './split-plan.ts'
import { wasmRoom } from './wasm/signal-wasm.ts'
import type { Wavelet } from './wavelet-banks.ts'

/** The transform of a wavelet whose middle lies at sample 0. */
export interface Response {
  /** Shape [N], or [N, 2] where the numbers are complex. */
  readonly values: Float64Array
  /** Whether the second half of the wavelet is the conjugate of the first, mirrored. */
  readonly isReal: boolean
}

/**
 * Transforms wavelets, two at a time in the memory of the kernels.
 *
 * @param length N, from the longest wavelet on, a product of primes up to 13
 */
export function waveletResponses(wavelets: readonly Wavelet[], length: number): Response[] {
  const split = splitPlan(length)
  const sizes = [32 * length, planBytes(split), 4 * length, 16 * length, 16 * length]
  const room = wasmRoom(sizes)
  const [work, plan, places, ...rows] = room.at
  const { wasm, f64, u32 } = room
  putPlan(room, split, plan)
  u32.set(placesOf(split), places / 4)
  return wavelets.flatMap((_, first) => {
    if (first % 2 === 1) return []
    const pair = wavelets.slice(first, first + 2)
    f64.fill(0, work / 8, work / 8 + 4 * length)
    for (const [lane, wavelet] of pair.entries()) put(wavelet, length, f64, work / 8 + lane)
    wasm.transform(work, length, plan)
    wasm.partNumbers(work, places, length, 1, rows[0], rows[1])
    return pair.map((wavelet, lane) => {
      const values = f64.subarray(rows[lane] / 8, rows[lane] / 8 + 2 * length)
      const isReal = isMirrored(wavelet)
      return { values: isReal ? evenPlaces(values) : values.slice(), isReal }
    })
  })
}

/** Adds the numbers of a wavelet, four places apart, the middle at sample 0. */
function put({ values }: Wavelet, length: number, into: Float64Array, from: number): void {
  const count = values.length / 2
  const middle = (count - 1) >> 1
  for (let i = 0; i < count; i++) {
    const at = from + 4 * ((i - middle + length) % length)
    into[at] += values[2 * i]
    into[at + 2] += values[2 * i + 1]
  }
}

function isMirrored({ values }: Wavelet): boolean {
  const last = values.length - 2
  if (last % 4 !== 0) return false
  for (let i = 0; i <= last; i += 2) {
    if (values[i] !== values[last - i] || values[i + 1] !== -values[last - i + 1]) return false
  }
  return true
}

function evenPlaces(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = values[2 * i]
  return out
}

import { type CodeDraw, drawCode } from '../kernels/draw-code.ts'
import { random } from '../kernels/random.ts'

/** Scores of the next code of each channel, shape [R, channel, V], from the codes before. */
export type Continuation = (codes: Float32Array, time: number) => Promise<Float32Array>

/** Codes of R rows that are continued. */
export interface CodeRows {
  /** Shape [R, channel, time]; the first `keep` in time stay as they are. */
  readonly codes: Float32Array
  readonly rows: number
  readonly channel: number
  readonly time: number
  readonly keep: number
  /** Codes in time that the model is shown at most. */
  readonly context: number
  /** Shape [R]. */
  readonly seeds: ArrayLike<number>
}

/**
 * Continues codes one step in time after the other, a code for each channel: the model sees the
 * last `context` of them, and the next are drawn from its scores.
 *
 * @returns shape [R, channel, time]
 */
export async function continueCodes(
  next: Continuation,
  given: CodeRows,
  draw: CodeDraw,
): Promise<Float32Array> {
  const { rows, channel, time, keep, context, seeds } = given
  const codes = given.codes.slice()
  const draws = Array.from(seeds, (seed) => random(seed))
  for (let t = keep; t < time; t++) {
    const from = Math.max(0, t - context)
    const scores = await next(between(codes, { time, from, to: t }), t - from)
    const size = scores.length / (rows * channel)
    for (let i = 0; i < rows * channel; i++) {
      const own = scores.subarray(i * size, (i + 1) * size)
      codes[i * time + t] = drawCode(own, draws[Math.floor(i / channel)].uniform(), draw)
    }
  }
  return codes
}

/** The codes of all channels from one time to another, shape [R, channel, to - from]. */
function between(
  codes: Float32Array,
  { time, from, to }: { readonly time: number; readonly from: number; readonly to: number },
): Float32Array {
  const out = new Float32Array((codes.length / time) * (to - from))
  for (let i = 0; i < codes.length / time; i++) {
    out.set(codes.subarray(i * time + from, i * time + to), i * (to - from))
  }
  return out
}

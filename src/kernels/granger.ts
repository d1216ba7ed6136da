import { autoregression } from './autoregression.ts'

/**
 * Granger causality given all other channels: the natural logarithm of the variance that is left of
 * a channel without another one's past, over that with it.
 *
 * @param x shape [C, T], C at least 2
 * @param order of the autoregression
 * @returns shape [C, C], row i is acted on by column j; 0 on the diagonal, not below 0
 * @throws {RangeError} as `autoregression`
 * @see Geweke (1984), J. Am. Stat. Assoc. 79:907-915, doi:10.1080/01621459.1984.10477110
 */
export function granger(x: Float32Array, channels: number, order: number): Float64Array {
  const samples = x.length / channels
  const { residual } = autoregression(x, channels, order)
  const out = new Float64Array(channels * channels)
  for (let j = 0; j < channels; j++) {
    const others = Array.from({ length: channels }, (_, c) => c).filter((c) => c !== j)
    const without = new Float32Array(others.length * samples)
    others.forEach((c, row) => {
      without.set(x.subarray(c * samples, (c + 1) * samples), row * samples)
    })
    const less = autoregression(without, others.length, order).residual
    others.forEach((i, row) => {
      const ratio = less[row * (others.length + 1)] / residual[i * (channels + 1)]
      out[i * channels + j] = Math.max(0, Math.log(ratio))
    })
  }
  return out
}

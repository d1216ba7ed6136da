import { gram } from './multiply.ts'
import { panels } from './panels.ts'

/** A block of samples, shape [C, T]. */
export interface SampleBlock {
  readonly values: Float32Array
  readonly samples: number
}

/**
 * The mean over blocks of x xᵀ / T: covariances about 0.
 *
 * @param blocks each shape [C, T], T at least 1 and not the same for all
 * @param channels C
 * @returns shape [C, C], symmetric; NaN without blocks, and where a block has a NaN
 */
export function meanProduct(blocks: readonly SampleBlock[], channels: number): Float64Array {
  const sum = new Float64Array(channels * channels)
  for (const { values, samples } of blocks) {
    const product = gram(panels(Float64Array.from(values), channels, samples))
    for (let i = 0; i < sum.length; i++) sum[i] += product[i] / samples
  }
  return sum.map((value) => value / blocks.length)
}

/**
 * Means of blocks of samples of each row; what is left over at the end of a row is dropped.
 *
 * @param values shape [R, T]
 * @param samples T
 * @param block samples of a block, from 1 to T
 * @returns shape [R, N] with N = floor(T / block); a block with a NaN is NaN
 */
export function blockMeans(
  values: ArrayLike<number>,
  samples: number,
  block: number,
): Float64Array {
  const points = Math.floor(samples / block)
  const rows = values.length / samples
  return Float64Array.from({ length: rows * points }, (_, i) => {
    const from = Math.floor(i / points) * samples + (i % points) * block
    let sum = 0
    for (let t = from; t < from + block; t++) sum += values[t]
    return sum / block
  })
}

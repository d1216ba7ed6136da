/**
 * Finds the numbers at some places of the sorted array, without sorting it: counts by the upper
 * half of the bits, then sorts only the numbers that share it with a wanted one. Exact.
 *
 * @param x shape [N], in any order; values that are not finite are left out
 * @param ranksOf the places wanted, from 0, given how many finite values there are (at least 1)
 * @returns shape [Q], a number a place; empty when no value is finite
 */
export function orderStatistics(
  x: Float32Array,
  ranksOf: (count: number) => readonly number[],
): Float64Array {
  const bits = new Int32Array(x.buffer, x.byteOffset, x.length)
  const counts = new Uint32Array(65536)
  let count = 0
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i] & exponent) === exponent) continue
    counts[upperOf(bits[i])]++
    count++
  }
  if (count === 0) return new Float64Array(0)
  const ranks = ranksOf(count)
  const places = ranks.map((rank) => bucketOf(counts, rank))
  const buckets = new Map(places.map(({ bucket }) => [bucket, new Float32Array(counts[bucket])]))
  const filled = new Int32Array(65536).fill(-1)
  for (const bucket of buckets.keys()) filled[bucket] = 0
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i] & exponent) === exponent) continue
    const bucket = upperOf(bits[i])
    if (filled[bucket] < 0) continue
    const room = buckets.get(bucket)
    if (room) room[filled[bucket]++] = x[i]
  }
  for (const room of buckets.values()) room.sort()
  return Float64Array.from(places, ({ bucket, within }) => buckets.get(bucket)?.[within] ?? 0)
}

/** All bits of the exponent: set in infinities and NaN alone. */
const exponent = 0x7f800000

/** The upper half of a float's bits, turned so that it ascends with the number. */
function upperOf(bits: number): number {
  return (bits ^ ((bits >> 31) | 0x80000000)) >>> 16
}

/** The bucket in which a place lies, and the place within it. */
function bucketOf(counts: Uint32Array, rank: number): { bucket: number; within: number } {
  let below = 0
  let bucket = 0
  while (below + counts[bucket] <= rank) below += counts[bucket++]
  return { bucket, within: rank - below }
}

/** How a signal goes on beyond its ends: mirrored through its end point, or held. */
export type Edge = 'reflect' | 'hold'

/**
 * Refuses taps, shape [L], that are even in number or not symmetric.
 *
 * @throws {RangeError}
 */
export function requireSymmetric(taps: Float64Array): void {
  const scale = taps.reduce((most, tap) => Math.max(most, Math.abs(tap)), 0)
  const bent = taps.some((tap, n) => Math.abs(tap - taps[taps.length - 1 - n]) > 1e-9 * scale)
  if (taps.length % 2 === 0 || bent) throw new RangeError('taps are not odd in number, symmetric')
}

/**
 * Writes a row of shape [T] with its continuation to `into`, shape [T + 2 H]; values that are not
 * finite become 0.
 *
 * @returns shape [T + 2 H], 1 where a value is not finite; `undefined` when all are
 */
export function extendRow(
  row: Float32Array,
  into: Float64Array,
  edge: Edge,
): Uint8Array | undefined {
  const last = row.length - 1
  const half = (into.length - row.length) / 2
  const reach = Math.min(half, last)
  into.fill(0)
  into.set(row, half)
  for (let k = 1; k <= reach; k++) {
    into[half - k] = edge === 'reflect' ? 2 * row[0] - row[k] : row[0]
    into[half + last + k] = edge === 'reflect' ? 2 * row[last] - row[last - k] : row[last]
  }
  let check = 0
  for (let n = 0; n <= last; n++) check += row[n] * 0
  return check === 0 ? undefined : takeHoles(into)
}

function takeHoles(extended: Float64Array): Uint8Array {
  const holes = new Uint8Array(extended.length)
  for (let n = 0; n < holes.length; n++) {
    if (Number.isFinite(extended[n])) continue
    holes[n] = 1
    extended[n] = 0
  }
  return holes
}

/** Makes NaN every sample of a row, shape [T], whose taps reach a hole; holes [T + 2 half]. */
export function spreadHoles(holes: Uint8Array, half: number, row: Float32Array): void {
  let within = 0
  for (let n = 0; n < 2 * half; n++) within += holes[n]
  for (let n = 0; n < row.length; n++) {
    within += holes[n + 2 * half]
    if (within > 0) row[n] = Number.NaN
    within -= holes[n]
  }
}

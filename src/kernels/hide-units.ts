import type { Random } from './random.ts'

/** Tokens of one row: channels · time of them, a token's number is channel · time + its time. */
export interface TokenGrid {
  readonly channel: number
  readonly time: number
}

/**
 * Hides each token with one chance, whatever happens to the others.
 *
 * @param real shape [N], 0 for tokens that are padding and never hidden
 * @returns shape [N], 1 for hidden
 */
export function hideByChance(real: Uint8Array, chance: number, draw: Random): Uint8Array {
  const out = new Uint8Array(real.length)
  for (let i = 0; i < real.length; i++) {
    const isHit = draw.uniform() < chance
    if (isHit && real[i]) out[i] = 1
  }
  return out
}

/**
 * Hides an exact share of units: of U units with a token in them, the whole number nearest to
 * share · U, all equally likely.
 *
 * @param unitOf shape [N], the unit of each token; below 0 for tokens that are never hidden
 * @param share from 0 to 1
 * @returns shape [N], 1 for hidden
 */
export function hideUnits(unitOf: Int32Array, share: number, draw: Random): Uint8Array {
  let most = -1
  for (let i = 0; i < unitOf.length; i++) if (unitOf[i] > most) most = unitOf[i]
  const there = new Uint8Array(most + 1)
  for (let i = 0; i < unitOf.length; i++) if (unitOf[i] >= 0) there[unitOf[i]] = 1
  const units = Array.from(there.keys()).filter((unit) => there[unit])
  const chosen = new Uint8Array(most + 1)
  for (const unit of draw.shuffle(units).slice(0, Math.round(share * units.length))) {
    chosen[unit] = 1
  }
  const out = new Uint8Array(unitOf.length)
  for (let i = 0; i < out.length; i++) out[i] = unitOf[i] < 0 ? 0 : chosen[unitOf[i]]
  return out
}

/**
 * The rectangle of each token, of `size` channels and tokens in time, counted from the first; at
 * the far edges they may be smaller.
 *
 * @returns shape [N]
 */
export function rectangleUnits(
  { channel, time }: TokenGrid,
  [high, wide]: readonly [number, number],
): Int32Array {
  const across = Math.ceil(time / wide)
  const out = new Int32Array(channel * time)
  for (let c = 0, i = 0; c < channel; c++) {
    for (let t = 0; t < time; t++) out[i++] = Math.floor(c / high) * across + Math.floor(t / wide)
  }
  return out
}

/**
 * The block of each token where channels are places of a grid, x fastest; a block holds all times.
 *
 * @param shape places along x, y, z; their product is the number of channels
 * @param size of a block along x, y, z; at the far edges blocks may be smaller
 * @returns shape [N]
 */
export function blockUnits(
  { channel, time }: TokenGrid,
  shape: readonly [number, number, number],
  size: readonly [number, number, number],
): Int32Array {
  const [nx, ny] = shape
  const [bx, by] = shape.map((n, axis) => Math.ceil(n / size[axis]))
  const out = new Int32Array(channel * time)
  for (let c = 0; c < channel; c++) {
    const x = Math.floor((c % nx) / size[0])
    const y = Math.floor((Math.floor(c / nx) % ny) / size[1])
    const z = Math.floor(Math.floor(c / (nx * ny)) / size[2])
    out.fill(x + bx * (y + by * z), c * time, (c + 1) * time)
  }
  return out
}

/** What `noise` of `test/golden/stages/cases.py` is asked for. */
export interface Noise {
  readonly rows: number
  readonly cols: number
  readonly seed?: number
  /** How many neighbours are added up. */
  readonly smooth?: number
  /** Weight of a row that all rows have a part of. */
  readonly shared?: number
  /** Rows that have no part of it. */
  readonly alone?: readonly number[]
  /** Rows whose neighbours are not added up. */
  readonly rough?: readonly number[]
  /** What a row is multiplied by. */
  readonly gains?: Readonly<Record<string, number>>
}

/**
 * The noise of `cases.py`, by the same whole numbers, which f32 holds exactly.
 *
 * @returns shape [rows, cols]
 */
export function goldenNoise({ rows, cols, ...how }: Noise): Float32Array {
  const { seed = 1, smooth = 1, shared = 0, alone = [], rough = [], gains = {} } = how
  const ofAll = summed(drawnRow(seed, rows, cols + smooth - 1), smooth)
  const out = new Float32Array(rows * cols)
  for (let r = 0; r < rows; r++) {
    const drawn = drawnRow(seed, r, cols + smooth - 1)
    const own = rough.includes(r) ? drawn.map((v) => v * smooth) : summed(drawn, smooth)
    const share = alone.includes(r) ? 0 : shared * (1 + (r % 3))
    const gain = gains[r] ?? 1
    for (let i = 0; i < cols; i++) out[r * cols + i] = (gain * (own[i] + share * ofAll[i])) / 1024
  }
  return out
}

/** Sums of so many neighbours. */
function summed(drawn: Float64Array, smooth: number): Float64Array {
  return Float64Array.from({ length: drawn.length - smooth + 1 }, (_, i) => {
    let sum = 0
    for (let k = 0; k < smooth; k++) sum += drawn[i + k]
    return sum
  })
}

/** Whole numbers from -65535 to 65535, those near 0 the most often. */
function drawnRow(seed: number, row: number, count: number): Float64Array {
  const base = (Math.imul(seed, 2654435761) + Math.imul(row, 2246822519)) >>> 0
  return Float64Array.from({ length: count }, (_, i) => {
    let x = (i + 1 + base) | 0
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
    x = (x ^ (x >>> 15)) >>> 0
    return (x & 0xffff) + (x >>> 16) - 65535
  })
}

/** Rows of which a part is compared. */
export interface Compared {
  /** What was found, and what is right, shape [C, M] each. */
  readonly found: Float32Array
  readonly target: Float32Array
  /** Elements that count, shape [C, M]; all of them when not given. */
  readonly counts?: Uint8Array
  /** C: the variance to be explained is that around the mean of each of these rows. */
  readonly rows: number
}

/** How far two blocks lie apart. */
export interface ReconstructionErrors {
  /** Elements that were compared. */
  readonly count: number
  readonly meanSquare: number
  readonly meanAbsolute: number
  /** d² / 2 where |d| is below 1, else |d| - 1/2, on average. */
  readonly smoothL1: number
  /**
   * 100 (1 - squares that are left / squares around the mean of each row), percent; -Infinity for
   * a constant that is missed, NaN for one that is met.
   */
  readonly explained: number
}

/**
 * Measures how far a reconstruction lies from its target. All measures of no element are NaN; a
 * value that is not finite makes them NaN.
 *
 * @param compared blocks of shape [C, M]
 * @see torch.nn.SmoothL1Loss with beta=1
 */
export function reconstructionErrors(compared: Compared): ReconstructionErrors {
  const { found, target, counts, rows } = compared
  const length = rows === 0 ? 0 : target.length / rows
  let [count, squares, absolute, smooth, around] = [0, 0, 0, 0, 0]
  for (let r = 0; r < rows; r++) {
    const [from, to] = [r * length, (r + 1) * length]
    const mean = meanOf(compared, from, to)
    for (let i = from; i < to; i++) {
      if (counts && !counts[i]) continue
      const apart = Math.abs(found[i] - target[i])
      count++
      squares += apart * apart
      absolute += apart
      smooth += apart < 1 ? 0.5 * apart * apart : apart - 0.5
      around += (target[i] - mean) ** 2
    }
  }
  return {
    count,
    meanSquare: squares / count,
    meanAbsolute: absolute / count,
    smoothL1: smooth / count,
    explained: 100 * (1 - squares / around),
  }
}

function meanOf({ target, counts }: Compared, from: number, to: number): number {
  let sum = 0
  let count = 0
  for (let i = from; i < to; i++) {
    if (counts && !counts[i]) continue
    sum += target[i]
    count++
  }
  return sum / count
}

/** How a moving mean and deviation are taken. */
export interface MovingScale {
  /** Weight of the newest sample, above 0 and below 1; older ones fade by 1 - factor a sample. */
  readonly factor: number
  /** The deviation is not taken below this, in the unit of x. */
  readonly least: number
  /** Samples at the start that are scaled by their own mean and deviation; 0 for none. */
  readonly start: number
}

/**
 * Standardizes a signal by what was before: each sample less the mean of all samples up to it,
 * whose weights fade exponentially, over the root of the mean square of such differences, weighted
 * alike. The weights of the samples that there are sum to 1 at every sample.
 *
 * A sample that is not finite has no weight and becomes NaN.
 *
 * @param x shape [T]
 * @param into shape [T], receives the result
 * @see Schirrmeister et al. (2017), Hum. Brain Mapp. 38(11):5391-5420, doi:10.1002/hbm.23730;
 *   `braindecode.preprocessing.exponential_moving_standardize`
 */
export function movingScale(x: ArrayLike<number>, by: MovingScale, into: Float32Array): void {
  const { factor, least } = by
  const fade = 1 - factor
  let [weight, sum, squares] = [0, 0, 0]
  for (let t = 0; t < x.length; t++) {
    weight *= fade
    sum *= fade
    squares *= fade
    if (x[t] * 0 !== 0) {
      into[t] = Number.NaN
      continue
    }
    weight += 1
    sum += x[t]
    const apart = x[t] - sum / weight
    squares += apart * apart
    into[t] = apart / Math.max(least, Math.sqrt(squares / weight))
  }
  if (by.start > 0) scaleStart(x, by, into)
}

function scaleStart(x: ArrayLike<number>, { start, least }: MovingScale, into: Float32Array) {
  const end = Math.min(start, x.length)
  let [count, sum, squares] = [0, 0, 0]
  for (let t = 0; t < end; t++) {
    if (x[t] * 0 !== 0) continue
    sum += x[t]
    count++
  }
  const mean = sum / count
  for (let t = 0; t < end; t++) if (x[t] * 0 === 0) squares += (x[t] - mean) ** 2
  const scale = Math.max(least, Math.sqrt(squares / count))
  for (let t = 0; t < end; t++) into[t] = x[t] * 0 === 0 ? (x[t] - mean) / scale : Number.NaN
}

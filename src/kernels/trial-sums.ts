/** What is summed up over repetitions of complex numbers. */
export interface TrialSums {
  /** Sums of unit phasors, shape [N, 2]. */
  readonly phasors: Float64Array
  /** Sums of squared magnitudes, shape [N]. */
  readonly powers: Float64Array
}

/** Sums of no repetitions, shapes [N, 2] and [N]. */
export function trialSums(count: number): TrialSums {
  return { phasors: new Float64Array(2 * count), powers: new Float64Array(count) }
}

/**
 * Adds a repetition: its phases and its powers. A number that is 0 or not finite makes the phasor
 * NaN.
 *
 * @param z shape [N, 2]
 */
export function addTrial({ phasors, powers }: TrialSums, z: Float64Array): void {
  for (let i = 0; i < powers.length; i++) {
    const [re, im] = [z[2 * i], z[2 * i + 1]]
    const power = re * re + im * im
    const length = Math.sqrt(power)
    phasors[2 * i] += re / length
    phasors[2 * i + 1] += im / length
    powers[i] += power
  }
}

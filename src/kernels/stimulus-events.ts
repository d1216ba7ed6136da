/** A step up in a stimulus channel. */
export interface Step {
  /** First sample of the new value. */
  readonly sample: number
  /** Samples until the value changes again, or the channel ends. */
  readonly length: number
  /** The new value, rounded. */
  readonly value: number
}

/**
 * Finds where a stimulus channel steps to a larger value; the value it begins with is no step.
 *
 * @param x shape [T], values near whole numbers; NaN counts as 0
 * @param least steps that last fewer samples are left out
 * @see mne.find_events with consecutive='increasing'
 */
export function stimulusEvents(x: Float32Array, least = 1): Step[] {
  const steps: Step[] = []
  const at = (t: number) => Math.round(Number.isNaN(x[t]) ? 0 : x[t])
  let before = x.length > 0 ? at(0) : 0
  for (let t = 1; t < x.length; t++) {
    const value = at(t)
    if (value > before) {
      let end = t + 1
      while (end < x.length && at(end) === value) end++
      if (end - t >= least) steps.push({ sample: t, length: end - t, value })
    }
    before = value
  }
  return steps
}

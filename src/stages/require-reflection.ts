import { fail } from '../errors.ts'

/**
 * Ends with a failure where rows are too short to be mirrored at their ends for a fir filter: half
 * its taps are needed on either side. MNE takes zeros where there is no more, and warns.
 *
 * @throws {NeurarrowError} `signal-too-short`
 * @see `mne.filter.filter_data` with `pad='reflect_limited'`
 */
export function requireReflection(stage: string, samples: number, taps: number): void {
  const needed = (taps + 1) / 2
  if (samples >= needed) return
  const remedy = 'filter before windows are cut, or take a recursive filter by `method`'
  fail('signal-too-short', { stage, samples, needed, taps, remedy })
}

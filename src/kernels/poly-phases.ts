import { firLowpass } from './fir-lowpass.ts'
import { kaiser } from './taper.ts'

/** What the outputs n, n + up, n + 2 up ... have in common. */
export interface Phase {
  /** In ascending order of the samples they meet. */
  readonly taps: Float64Array
  /** The first sample that output n meets; below 0 before the start. */
  readonly first: number
}

/**
 * Gives the phases of the outputs below `up` of a Kaiser-tapered low-pass (beta 5), ten periods of
 * the slower rate long on either side; the taps of each have shape [L].
 */
export function polyPhases(up: number, down: number): Phase[] {
  const slower = Math.max(up, down)
  const half = 10 * slower
  const lowpass = firLowpass(1 / slower, kaiser(2 * half + 1, 5))
  return Array.from({ length: up }, (_, n): Phase => {
    const at = n * down + half
    const taps = lowpass.filter((_, i) => i % up === at % up).map((tap) => tap * up)
    return { taps: taps.reverse(), first: Math.floor(at / up) - taps.length + 1 }
  })
}

import type { Control } from '../control.ts'
import { labelShuffle } from './label-shuffle.ts'
import { subjectIdentity } from './subject-identity.ts'
import { timeWithinRest } from './time-within-rest.ts'

/** All controls, in the order of the reference. */
export const controls: readonly Control[] = [timeWithinRest, labelShuffle, subjectIdentity]

/** The control of a name, or `undefined`. */
export function controlNamed(use: string): Control | undefined {
  return controls.find((control) => control.use === use)
}

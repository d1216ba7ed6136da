import type { RunStage, FitStage } from '../stage.ts'

/** All stages that come without an outside world, by family. Order is the order of the reference. */
export const stages: readonly (RunStage | FitStage)[] = [
  // signal
  // artifact
  // volume
  // feature
  // token
]

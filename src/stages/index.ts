import type { RunStage, FitStage } from '../stage.ts'
import { patch } from './token/patch.ts'
import { confounds } from './volume/confounds.ts'
import { mask } from './volume/mask.ts'
import { parcellate } from './volume/parcellate.ts'
import { volumeLabels } from './volume/volume-labels.ts'

/** All stages that come without an outside world, by family. Order is the order of the reference. */
export const stages: readonly (RunStage | FitStage)[] = [
  // signal
  // artifact
  // volume
  mask,
  parcellate,
  confounds,
  volumeLabels,
  // feature
  // token
  patch,
]

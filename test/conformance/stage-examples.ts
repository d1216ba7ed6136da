import { artifactExamples } from './examples-artifact.ts'
import { featureExamples } from './examples-feature.ts'
import { signalExamples } from './examples-signal.ts'
import { tokenExamples } from './examples-token.ts'
import { volumeExamples } from './examples-volume.ts'
import type { StageExamples } from './stage-example.ts'

/**
 * At least one example for each stage, by its key. The conformance suite runs every one of them on
 * every kind that the stage reads; a stage without an entry is a failing test.
 */
export const stageExamples: StageExamples = {
  ...signalExamples,
  ...artifactExamples,
  ...volumeExamples,
  ...featureExamples,
  ...tokenExamples,
}

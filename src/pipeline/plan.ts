import { transductiveStages } from '../evaluation/certificate.ts'
import type { Recording } from '../tables/keys.ts'
import { Draft } from './draft.ts'
import type { PlanNode } from './node.ts'
import type { BoundStage, Pipeline } from './parse.ts'
import type { PlannedRecording } from './planned-recording.ts'

/** A pipeline expanded over recordings, up to the rows that are gathered. */
export interface Plan {
  readonly nodes: ReadonlyMap<string, PlanNode>
  /** The last node of each recording, in the order of the data set. */
  readonly tails: readonly { readonly recording: Recording; readonly key: string }[]
  /** Stages from the first fitted one on: they belong to the folds. */
  readonly branch: readonly BoundStage[]
  /** Stages that look at unlabelled data of the subject under test. */
  readonly transductive: readonly string[]
}

/**
 * Expands the stages before the first fitted one over the recordings; long ones are cut into blocks
 * as far as their stages allow (see `blocksOf`), always into the same.
 */
export function planRecordings(
  pipeline: Pipeline,
  recordings: readonly PlannedRecording[],
  blockS?: number,
): Plan {
  const firstFold = pipeline.stages.findIndex((bound) => bound.scope === 'fold')
  const cut = firstFold < 0 ? pipeline.stages.length : firstFold
  const before = pipeline.stages.slice(0, cut)
  const draft = new Draft(pipeline, recordings)
  const starts = recordings.map((_, r) => draft.start(r, before, blockS))
  let heads = starts.map(({ key }) => key)
  for (const [i, bound] of before.entries()) {
    heads =
      bound.scope === 'subject'
        ? draft.subjectStage(bound, heads)
        : draft.recordingStage(bound, heads, (r) => starts[r].stages <= i)
  }
  const tails = recordings.map(({ recording }, r) => ({
    recording,
    key: draft.keep(heads[r], true),
  }))
  const branch = pipeline.stages.slice(cut)
  return { nodes: draft.nodes, tails, branch, transductive: transductiveStages(pipeline.stages) }
}

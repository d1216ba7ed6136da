import { type Issue, issueAt } from '../document.ts'
import type { Shape } from '../stage.ts'
import type { Kind } from '../tables/kind.ts'
import type { BoundStage, Pipeline } from './parse.ts'

/** What is known of the data before they are read: from the data set card or the first header. */
export type DataShape = Pick<Shape, 'kind' | 'rateHz' | 'channels' | 'hasPlaces'> & {
  /** What was recorded, which says what can be written; EEG when not given. */
  readonly modality?: string
}

/**
 * Follows the shape of the data through the stages and reports what cannot work.
 *
 * @returns issues with their places: a stage after the wrong kind, an option that is impossible for
 *   the rate or the channels, windows of other channels or another rate than the protocol has, a
 *   fitted stage without an evaluation, a head that reads another kind
 */
export function shapeIssues(pipeline: Pipeline, { modality, ...data }: DataShape): Issue[] {
  const issues: Issue[] = []
  let shape: Shape = data
  for (const bound of pipeline.stages) {
    const before = shape.kind
    shape = follow(pipeline, bound, shape, issues)
    if (shape.kind === 'windows' && before !== 'windows') {
      issues.push(...protocolIssues(pipeline, bound, shape))
    }
    if (issues.length > 0 && shape.issues) break
  }
  return [
    ...issues,
    ...endIssues(pipeline, shape.kind),
    ...writeIssues(pipeline, shape.kind, modality),
  ]
}

/** What a protocol says of the channels and the rate that windows are cut from. */
function protocolIssues({ protocol, yaml }: Pipeline, bound: BoundStage, shape: Shape): Issue[] {
  if (protocol === undefined) return []
  const issues: Issue[] = []
  const add = (due: string, found: string) => {
    const says = `the protocol "${protocol.name}" has windows ${due}; here they are ${found}`
    issues.push(issueAt(yaml, ['stages', bound.index, bound.use], says))
  }
  const { channels, rateHz } = protocol
  const found = shape.channels?.length
  if (channels !== undefined && found !== undefined && found !== channels) {
    add(`of ${channels} channels`, `of ${found}`)
  }
  if (rateHz !== undefined && shape.rateHz !== undefined && shape.rateHz !== rateHz) {
    add(`at ${rateHz} Hz`, `at ${shape.rateHz} Hz`)
  }
  return issues
}

/** What kinds can be written and how, by modality; the first format is not always the default. */
const written: Readonly<Record<string, { kinds: readonly Kind[]; formats: readonly string[] }>> = {
  eeg: { kinds: ['signals'], formats: ['edf', 'bdf'] },
  ieeg: { kinds: ['signals'], formats: ['edf', 'bdf'] },
  fmri: {
    kinds: ['signals', 'volumes', 'features', 'matrices'],
    formats: ['nifti', 'tsv', 'cifti', 'gifti'],
  },
}

function writeIssues({ write, evaluate, yaml }: Pipeline, kind: Kind, modality = 'eeg'): Issue[] {
  if (write === undefined) return []
  const issues: Issue[] = []
  const can = written[modality]
  const add = (says: string, ...path: string[]) =>
    issues.push(issueAt(yaml, ['write', ...path], says))
  if (can === undefined) add(`${modality} is not written`)
  else if (!can.kinds.includes(kind)) {
    add(`only ${can.kinds.join(' and ')} are written; the stages end with ${kind}`)
  }
  if (can && write.format && !can.formats.includes(write.format)) {
    add(`${modality} is written as ${can.formats.join(' or ')}`, 'format')
  }
  if (evaluate) add('a pipeline with "evaluate" ends with scores, not with signals')
  return issues
}

function follow(pipeline: Pipeline, bound: BoundStage, input: Shape, issues: Issue[]): Shape {
  const at = ['stages', bound.index, bound.use]
  const { reads, writes } = bound.stage
  if (!reads.includes(input.kind)) {
    const says = `"${bound.use}" reads ${reads.join(' or ')}; here it gets ${input.kind}`
    issues.push(issueAt(pipeline.yaml, at, says))
    return { kind: writes === 'same' ? reads[0] : writes, issues: [] }
  }
  const kind: Kind = writes === 'same' ? input.kind : writes
  const output = bound.stage.shape?.(input, bound.options) ?? { ...input, kind }
  for (const issue of output.issues ?? []) {
    issues.push(issueAt(pipeline.yaml, [...at, ...issue.path], issue.message))
  }
  const { issues: _, ...clean } = output
  return { ...clean, kind }
}

function endIssues(pipeline: Pipeline, kind: Kind): Issue[] {
  const { evaluate, stages, yaml } = pipeline
  if (evaluate === undefined) {
    const fitted = stages.find((bound) => bound.scope === 'fold')
    const says = `"${fitted?.use}" is fitted on training rows, so the pipeline needs "evaluate"`
    return fitted ? [issueAt(yaml, ['stages', fitted.index, fitted.use], says)] : []
  }
  const { head, use } = evaluate.head
  const issues = selectIssues(pipeline)
  if (head.reads !== kind) {
    const says = `"${use}" reads ${head.reads}; the stages end with ${kind}`
    issues.push(issueAt(yaml, ['evaluate', 'head', use], says))
  }
  return issues
}

function selectIssues({ evaluate, stages, yaml }: Pipeline): Issue[] {
  const fitted = stages.filter((bound) => bound.scope === 'fold')
  return Object.keys(evaluate?.select?.grid ?? {}).flatMap((path) => {
    const [part, name, option] = path.split('.')
    const schema =
      part === 'head'
        ? evaluate?.head.head.options
        : fitted.find((bound) => bound.use === name)?.stage.options
    const wanted = part === 'head' ? name : option
    if (schema && wanted !== undefined && wanted in schema.shape) return []
    const says = `"${path}" names no option of the head or of a stage fitted in the fold`
    return [issueAt(yaml, ['evaluate', 'select', 'grid', path], says)]
  })
}

import { transductiveStages } from '../evaluation/certificate.ts'
import type { Need } from '../stage.ts'
import type { Recording } from '../tables/keys.ts'
import { contentKey } from './key.ts'
import type { PlanNode, SideFile, Work } from './node.ts'
import type { BoundStage, Pipeline } from './parse.ts'

/** A recording as the plan needs it: who, where, and the hash of its bytes. */
export interface PlannedRecording {
  readonly recording: Recording
  readonly reader: { readonly use: string; readonly version: number }
  readonly path: string
  readonly sha256: string
  readonly expectedSha256?: string
  /** Second files, each with the hash of its bytes. */
  readonly events?: { readonly file: SideFile; readonly sha256: string }
  readonly confounds?: { readonly file: SideFile; readonly sha256: string }
  /** Images that stages name, by the path as the pipeline writes it. */
  readonly images: Readonly<Record<string, { path: string; reader: string; sha256: string }>>
}

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

/** Expands the stages before the first fitted one over the recordings. */
export function planRecordings(pipeline: Pipeline, recordings: readonly PlannedRecording[]): Plan {
  const firstFold = pipeline.stages.findIndex((bound) => bound.scope === 'fold')
  const cut = firstFold < 0 ? pipeline.stages.length : firstFold
  const before = pipeline.stages.slice(0, cut)
  const draft = new Draft(recordings)
  let heads = recordings.map((planned) => draft.read(planned, pipeline, before[0]))
  before.forEach((bound, i) => {
    const next = before[i + 1]
    const last = next === undefined || next.scope === 'subject'
    heads =
      bound.scope === 'subject'
        ? draft.subjectStage(bound, heads, last)
        : draft.recordingStage(bound, heads, last)
  })
  const tails = recordings.map(({ recording }, r) => ({ recording, key: draft.markTail(heads[r]) }))
  const branch = pipeline.stages.slice(cut)
  return { nodes: draft.nodes, tails, branch, transductive: transductiveStages(pipeline.stages) }
}

/** Makes a node; its key follows from its content. */
export function makeNode(
  id: string,
  work: Work,
  content: { stage: string; version: number; options: unknown },
  inputs: Readonly<Record<string, string>> & { readonly file?: string },
): PlanNode {
  const full = { ...content, inputs }
  const { file: _, ...keys } = inputs
  return { key: contentKey(full), id, work, content: full, inputs: keys, keep: false, tail: false }
}

/** The nodes of a plan while it is made. */
class Draft {
  readonly nodes = new Map<string, PlanNode>()
  private readonly recordings: readonly PlannedRecording[]

  constructor(recordings: readonly PlannedRecording[]) {
    this.recordings = recordings
  }

  private add(node: PlanNode, keep = false): string {
    const known = this.nodes.get(node.key)
    this.nodes.set(node.key, { ...node, keep: keep || (known?.keep ?? false) })
    return node.key
  }

  markTail(key: string): string {
    const node = this.nodes.get(key)
    if (node) this.nodes.set(key, { ...node, keep: true, tail: true })
    return key
  }

  read(planned: PlannedRecording, pipeline: Pipeline, first?: BoundStage): string {
    const channels = first?.use === 'pick' ? first.options.channels : undefined
    const options = { ...pipeline.read, ...(Array.isArray(channels) ? { channels } : {}) }
    const { recording, reader, path, sha256: file, expectedSha256 } = planned
    const work = {
      do: 'read',
      reader: reader.use,
      path,
      recording,
      options,
      expectedSha256,
    } as const
    const content = {
      stage: `read ${reader.use}`,
      version: reader.version,
      options: { ...options, recording },
    }
    return this.add(makeNode(`${recording.recording}/read`, work, content, { file }))
  }

  recordingStage(bound: BoundStage, heads: readonly string[], last: boolean): string[] {
    const needs = bound.stage.needs?.(bound.options) ?? {}
    return heads.map((table, r) => {
      const extra = Object.entries(needs).map(([name, need]) => [name, this.need(need, r, heads)])
      const id = `${this.recordings[r].recording.recording}/${bound.use}`
      return this.stageNode(id, bound, { table, ...Object.fromEntries(extra) }, last)
    })
  }

  subjectStage(bound: BoundStage, heads: readonly string[], last: boolean): string[] {
    const subjects = this.recordings.map(({ recording }) => recording.subject)
    const made = new Map<string, string>()
    for (const subject of new Set(subjects)) {
      const own = heads.filter((_, r) => subjects[r] === subject)
      const inputs = Object.fromEntries(own.map((key, i) => [String(i), this.keepNode(key)]))
      const concat = makeNode(`${subject}/rows`, { do: 'concat' }, step('concat'), inputs)
      const table = this.add(concat)
      made.set(subject, this.stageNode(`${subject}/${bound.use}`, bound, { table }, true))
    }
    return heads.map((_, r) => {
      const { recording, subject } = this.recordings[r].recording
      const table = made.get(subject) ?? ''
      const content = step('only', { recording })
      const id = `${recording}/${bound.use}`
      return this.add(makeNode(id, { do: 'only', recording }, content, { table }), last)
    })
  }

  private keepNode(key: string): string {
    const node = this.nodes.get(key)
    if (node) this.nodes.set(key, { ...node, keep: true })
    return key
  }

  private stageNode(
    id: string,
    bound: BoundStage,
    inputs: Record<string, string>,
    last: boolean,
  ): string {
    const { use, options, stage } = bound
    const model = stage.content?.(options)
    const keyed = model === undefined ? options : { ...options, content: model }
    const content = { stage: use, version: stage.version, options: keyed }
    const keep = last || model !== undefined
    return this.add(makeNode(id, { do: 'stage', use, options }, content, inputs), keep)
  }

  /** The key of a second table of recording `r`; `''` when the data set has none. */
  private need(need: Need, r: number, heads: readonly string[]): string {
    const planned = this.recordings[r]
    const { recording, images } = planned
    if (need.table === 'firstOfSubject') {
      return heads[this.recordings.findIndex((p) => p.recording.subject === recording.subject)]
    }
    if (need.table === 'image') {
      const image = images[need.path]
      const file: SideFile = { from: 'image', path: image.path }
      return this.side(recording, file, image.sha256, need.path)
    }
    const side = planned[need.table]
    return side === undefined ? '' : this.side(recording, side.file, side.sha256)
  }

  private side(recording: Recording, file: SideFile, sha256: string, name = ''): string {
    const { path: _, ...options } = file
    const owner = file.from === 'image' ? {} : { recording }
    const content = step(`side ${file.from}`, { ...options, ...owner })
    const id = `${file.from === 'image' ? name : recording.recording}/${file.from}`
    return this.add(makeNode(id, { do: 'side', file, recording }, content, { file: sha256 }))
  }
}

/** Raised when reading a side table, concat or only gives other bytes than before. */
const stepVersion = 1

function step(stage: string, options: unknown = {}) {
  return { stage, version: stepVersion, options }
}

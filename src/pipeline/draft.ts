import type { Block, Need } from '../stage.ts'
import type { Recording } from '../tables/keys.ts'
import type { Kind } from '../tables/kind.ts'
import { type BlockPart, blocksOf } from './blocks.ts'
import { isShared, makeNode, type PlanNode, readContent, type SideFile } from './node.ts'
import type { BoundStage, Pipeline } from './parse.ts'
import type { PlannedRecording } from './planned-recording.ts'

/** Where a recording stands before its first stage, or after the stages its blocks went through. */
export interface Start {
  readonly key: string
  /** How many stages are behind it. */
  readonly stages: number
}

/** One recording, or one block of it, on its way through the stages. */
interface Course {
  readonly r: number
  /** Ends the names of the nodes of a block. */
  readonly suffix: string
  readonly block?: Block
}

type BlockCourse = Course & { readonly block: Block }

/** The nodes of a plan while it is made. */
export class Draft {
  readonly nodes = new Map<string, PlanNode>()
  private readonly pipeline: Pipeline
  private readonly recordings: readonly PlannedRecording[]

  constructor(pipeline: Pipeline, recordings: readonly PlannedRecording[]) {
    this.pipeline = pipeline
    this.recordings = recordings
  }

  /** Reads recording `r`: whole, or in blocks that go through `stages` as far as they can. */
  start(r: number, stages: readonly BoundStage[], blockS?: number): Start {
    const { extent, recording } = this.recordings[r]
    const blocks = extent && blocksOf(stages, extent, this.pipeline.read, blockS)
    if (!blocks) return { key: this.read({ r, suffix: '' }, stages[0]), stages: 0 }
    const courses = blocks.parts.map(({ block }, i) => ({ r, suffix: `@${i}`, block }))
    const first = courses.map((course, i) => this.read(course, stages[0], blocks.parts[i]))
    const ends = stages.slice(0, blocks.stages).reduce(
      ({ heads, kind }, bound) => ({
        heads: this.blockStage(bound, kind, courses, heads),
        kind: bound.stage.writes === 'same' ? kind : bound.stage.writes,
      }),
      { heads: first, kind: 'signals' as Kind },
    )
    for (const key of ends.heads) this.keep(key)
    const key = this.concat(`${recording.recording}/blocks`, ends.heads)
    return { key, stages: blocks.stages }
  }

  /** One stage on all blocks of a recording, where it asks for it after a look at all of them. */
  private blockStage(
    bound: BoundStage,
    kind: Kind,
    courses: readonly BlockCourse[],
    heads: readonly string[],
  ): string[] {
    const { use, options, stage } = bound
    if (!stage.summary?.(options, kind)) {
      return heads.map((head, i) => this.apply(bound, courses[i], [head]))
    }
    const { recording } = this.recordings[courses[0].r].recording
    const sums = heads.map((table, i) => {
      const { suffix, block } = courses[i]
      const work = { do: 'sum', use, options, block } as const
      const content = {
        stage: `sum ${use}`,
        version: stage.version,
        options: { ...options, block },
      }
      return this.keep(
        this.add(makeNode(`${recording}/sum ${use}${suffix}`, work, content, { table })),
      )
    })
    const summary = this.keep(this.concat(`${recording}/sum ${use}`, sums))
    return heads.map((head, i) => this.apply(bound, courses[i], [head], { summary }))
  }

  private concat(id: string, keys: readonly string[]): string {
    const inputs = Object.fromEntries(keys.map((key, i) => [String(i), key]))
    return this.add(makeNode(id, { do: 'concat' }, step('concat'), inputs))
  }

  private read({ r, suffix, block }: Course, first?: BoundStage, part?: BlockPart): string {
    const channels = first?.use === 'pick' ? first.options.channels : undefined
    const span = part ? { fromS: part.fromS, toS: part.toS } : this.pipeline.read
    const options = { ...span, ...(Array.isArray(channels) ? { channels } : {}) }
    const planned = this.recordings[r]
    const { recording, reader, path, sha256: file, beside, rename } = planned
    const { expectedSha256, expectedTrS } = planned
    const owned = { path, recording, options, block, beside, rename }
    const known = { do: 'read', reader: reader.use, ...owned } as const
    const content = {
      stage: `read ${reader.use}`,
      version: reader.version,
      options: readContent(known),
    }
    const id = `${recording.recording}/read${suffix}`
    return this.add(makeNode(id, { ...known, expectedSha256, expectedTrS }, content, { file }))
  }

  /** A stage of scope `recording`, for the recordings that `applies` names. */
  recordingStage(
    bound: BoundStage,
    heads: readonly string[],
    applies: (r: number) => boolean,
  ): string[] {
    return heads.map((head, r) => (applies(r) ? this.apply(bound, { r, suffix: '' }, heads) : head))
  }

  /** A stage of scope `subject`: on all rows of each subject, which are then divided again. */
  subjectStage(bound: BoundStage, heads: readonly string[]): string[] {
    const subjects = this.recordings.map(({ recording }) => recording.subject)
    const made = new Map<string, string>()
    for (const subject of new Set(subjects)) {
      const own = heads.filter((_, r) => subjects[r] === subject)
      for (const key of own) this.keep(key)
      const table = this.concat(`${subject}/rows`, own)
      const inputs = { table, ...this.shared(bound, subjects.indexOf(subject)) }
      made.set(subject, this.keep(this.stageNode(`${subject}/${bound.use}`, bound, inputs)))
    }
    return heads.map((_, r) => {
      const { recording, subject } = this.recordings[r].recording
      const id = `${recording}/${bound.use}`
      const inputs = { table: made.get(subject) ?? '' }
      return this.add(makeNode(id, { do: 'only', recording }, step('only', { recording }), inputs))
    })
  }

  /** The files of the data set that a stage of a subject needs, as the first recording has them. */
  private shared(bound: BoundStage, r: number): Record<string, string> {
    const needs = Object.entries(bound.stage.needs?.(bound.options) ?? {})
    const files = needs.filter(([, need]) => 'path' in need)
    return Object.fromEntries(files.map(([name, need]) => [name, this.need(need, r, [])]))
  }

  /** Stores a node's table, as the last of its recording when `tail` is set. */
  keep(key: string, tail = false): string {
    const node = this.nodes.get(key)
    if (node) this.nodes.set(key, { ...node, keep: true, tail: tail || node.tail })
    return key
  }

  private add(node: PlanNode): string {
    if (!this.nodes.has(node.key)) this.nodes.set(node.key, node)
    return node.key
  }

  /** One stage on one recording or block; of a block, `heads` is its own head alone. */
  private apply(
    bound: BoundStage,
    { r, suffix, block }: Course,
    heads: readonly string[],
    more: Record<string, string> = {},
  ): string {
    const needs = Object.entries(bound.stage.needs?.(bound.options) ?? {})
    const extra = needs.map(([name, need]) => [name, this.need(need, r, heads)])
    const id = `${this.recordings[r].recording.recording}/${bound.use}${suffix}`
    const table = block ? heads[0] : heads[r]
    return this.stageNode(id, bound, { table, ...Object.fromEntries(extra), ...more }, block)
  }

  private stageNode(
    id: string,
    bound: BoundStage,
    inputs: Record<string, string>,
    block?: Block,
  ): string {
    const { use, options, stage } = bound
    const model = stage.content?.(options)
    const keyed = { ...options, content: model, block }
    const content = { stage: use, version: stage.version, options: keyed }
    const key = this.add(makeNode(id, { do: 'stage', use, options, block }, content, inputs))
    return model === undefined ? key : this.keep(key)
  }

  /** The key of a second table of recording `r`; `''` when the data set has none. */
  private need(need: Need, r: number, heads: readonly string[]): string {
    const planned = this.recordings[r]
    const { recording, images } = planned
    if (need.table === 'meanOfFirst') return this.meanOfFirst(recording.subject, heads)
    if ('path' in need) {
      const image = images[need.path]
      const file: SideFile = { from: need.table, path: image.path }
      return this.side(recording, file, image.sha256, need.path)
    }
    const side = planned[need.table]
    return side === undefined ? '' : this.side(recording, side.file, side.sha256)
  }

  /** Stored where several recordings ask for it. */
  private meanOfFirst(subject: string, heads: readonly string[]): string {
    const own = heads.flatMap((_, r) =>
      this.recordings[r].recording.subject === subject ? [r] : [],
    )
    const { recording } = this.recordings[own[0]].recording
    const inputs = { table: heads[own[0]] }
    const node = makeNode(`${recording}/mean`, { do: 'mean' }, step('mean'), inputs)
    const key = this.add(node)
    return own.length > 1 ? this.keep(key) : key
  }

  private side(recording: Recording, file: SideFile, sha256: string, name = ''): string {
    const { path: _, ...options } = file
    const owner = isShared(file) ? {} : { recording }
    const version = sideVersion(file.from)
    const content = { stage: `side ${file.from}`, version, options: { ...options, ...owner } }
    const id = `${isShared(file) ? name : recording.recording}/${file.from}`
    return this.add(makeNode(id, { do: 'side', file, recording }, content, { file: sha256 }))
  }
}

/** Raised when mean, concat or only gives other bytes than before. */
export const stepVersion = 1

/** The version of what reads a side table: raised when its table is another than before. */
export function sideVersion(from: SideFile['from']): number {
  return from === 'confounds' ? 2 : 1
}

function step(stage: string, options: unknown = {}) {
  return { stage, version: stepVersion, options }
}

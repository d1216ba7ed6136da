import type { Select, ThresholdOptions } from '../evaluation/branch.ts'
import type { ControlContext } from '../evaluation/control.ts'
import type { FigureContext } from '../evaluation/figure.ts'
import type { MapQuestion } from '../evaluation/map-kind.ts'
import type { BesideFile, ReadOptions } from '../reader.ts'
import type { Block } from '../stage.ts'
import type { Recording } from '../tables/keys.ts'
import { type Content, contentKey } from './key.ts'

/** Words as they stand in a file, and those that are read for them. */
export type WordMap = Readonly<Record<string, string>>

/** Where a recording's second table comes from. */
export type SideFile =
  | { readonly from: 'annotations'; readonly path: string; readonly map?: WordMap }
  | {
      readonly from: 'events'
      readonly path: string
      readonly label?: string
      readonly map?: WordMap
    }
  | { readonly from: 'confounds'; readonly path: string; readonly columns?: readonly string[] }
  | { readonly from: 'image'; readonly path: string }
  | { readonly from: 'numbers'; readonly path: string }
  | { readonly from: 'vectors'; readonly path: string }
  | { readonly from: 'regions'; readonly path: string }

/** A file that describes a recording, with the hash of its bytes. */
export interface HashedBeside extends BesideFile {
  readonly sha256: string
}

/** Whether a second table belongs to the data set, and not to one recording. */
export function isShared({ from }: Pick<SideFile, 'from'>): boolean {
  return from === 'image' || from === 'numbers' || from === 'vectors' || from === 'regions'
}

/** What a node does; plain data, so that it can be sent to a thread or put on a queue. */
export type Work =
  | {
      readonly do: 'read'
      readonly reader: string
      readonly path: string
      readonly recording: Recording
      readonly options: ReadOptions
      /** Set when only a block of the recording is read; part of the key. */
      readonly block?: Block
      readonly expectedSha256?: string
      /** Time between scans that the data set's card states, s. */
      readonly expectedTrS?: number
      /** Names of channels in the file, and those they get; part of the key. */
      readonly rename?: Readonly<Record<string, string>>
      /** What BIDS keeps beside the recording; the hashes are part of the key. */
      readonly beside?: readonly HashedBeside[]
    }
  | { readonly do: 'side'; readonly file: SideFile; readonly recording: Recording }
  | {
      readonly do: 'stage'
      readonly use: string
      readonly options: Record<string, unknown>
      readonly block?: Block
    }
  /** Sums up a block's own part for a stage that needs to know the whole recording. */
  | {
      readonly do: 'sum'
      readonly use: string
      readonly options: Record<string, unknown>
      readonly block: Block
    }
  /** The mean scan of a run of volumes. */
  | { readonly do: 'mean' }
  /** Puts all inputs below each other, in their order. */
  | { readonly do: 'concat' }
  /** The rows of one recording. */
  | { readonly do: 'only'; readonly recording: string }
  /** Rows with the labels of a control. */
  | { readonly do: 'relabel'; readonly control: string; readonly context: ControlContext }
  | { readonly do: 'fold'; readonly fold: FoldWork }
  /** What a figure keeps of one recording's windows. */
  | { readonly do: 'figurePart'; readonly figure: FigureWork }
  /** The numbers of a figure, from all rows or from the parts of all recordings. */
  | {
      readonly do: 'figure'
      readonly figure: FigureWork
      /** Absent when the run is not scored. */
      readonly branch?: FoldWork['branch']
    }
  /** A map of what a fold fits. */
  | { readonly do: 'map'; readonly fold: FoldWork; readonly map: MapQuestion }

/** What decides the content of a read beside the bytes of its file. */
export function readContent(work: Extract<Work, { do: 'read' }>): Record<string, unknown> {
  const { options, recording, block, beside, rename } = work
  const described = beside?.map(({ as, sha256 }) => ({ as, sha256 }))
  return { ...options, recording, block, beside: described, rename }
}

/** One fold: which groups are tested, and what is fitted; the input `rows` holds all rows. */
export interface FoldWork {
  readonly fold: number
  readonly test: readonly string[]
  readonly branch: {
    readonly stages: readonly { use: string; options: Record<string, unknown>; index: number }[]
    readonly head: { readonly use: string; readonly options: Record<string, unknown> }
    readonly target: string
    readonly split: unknown
    readonly positive?: string
    readonly select?: Select
    readonly threshold?: ThresholdOptions
    readonly words?: string
    readonly averageOver?: string
    readonly seed: number
  }
  /** SHA-256 of each recording's file, for the proof that none is on both sides. */
  readonly contentOf: Readonly<Record<string, string>>
  /** Whether training and test rows may overlap: for the leak check alone. */
  readonly leakCheck?: true
}

/** Which figure, and what it is told. */
export interface FigureWork {
  readonly use: string
  readonly options: Readonly<Record<string, unknown>>
  readonly context: FigureContext
}

/** A node of a plan: work, and the content key that names its result. */
export interface PlanNode {
  readonly key: string
  /** What people call it: `Subject00_1/bandpass`, `fold 3`. */
  readonly id: string
  readonly work: Work
  /** What the key was made from, kept for `explain`. */
  readonly content: Content
  /** Keys of the inputs by name; `table` is the main one, `0`, `1`, ... those of a concat. */
  readonly inputs: Readonly<Record<string, string>>
  /** Whether the result is stored; other nodes are recomputed when needed. */
  readonly keep: boolean
  /** Whether this is what is left of a recording before rows are gathered. */
  readonly tail: boolean
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

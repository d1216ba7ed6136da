import type * as z from 'zod'
import type { Kind } from './tables/kind.ts'
import type { Table } from './tables/table.ts'

/**
 * The widest scope a stage looks at.
 *
 * `recording`: nothing but its own recording. `subject`: all recordings of one subject, no labels
 * (transductive when that subject is tested). `fold`: fitted on training rows, which carry labels.
 */
export type Scope = 'recording' | 'subject' | 'fold'

/**
 * What is known of a table before it exists, so that a plan can be checked without reading data.
 * What is not known is absent, and then not checked.
 */
export interface Shape {
  readonly kind: Kind
  readonly rateHz?: number
  readonly channels?: readonly string[]
  /** Length of each window, s. */
  readonly lengthS?: number
  /** Whether recordings may state where their electrodes are, whatever these are called. */
  readonly hasPlaces?: boolean
  /** Of tokens: their number along channels and time, their length, and their ids. */
  readonly tokens?: TokenShape
  /** Why not: set by a stage that looks at this shape and cannot run on it. */
  readonly issues?: readonly ShapeIssue[]
}

/** What is known of tokens before they exist; what is not known is absent. */
export interface TokenShape {
  readonly channel?: number
  readonly time?: number
  readonly depth?: number
  /** Ids of a token, and how many ids there are. */
  readonly codes?: { readonly levels?: number; readonly size?: number }
}

/** An option that cannot work on the shape that reaches the stage. */
export interface ShapeIssue {
  /** Path below the stage's options, for instance `['highHz']`. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/**
 * A second table that a stage needs beside its input.
 *
 * `events`, `confounds`: the recording's own, as the data set card places them. `image`: an image
 * file of the data set, the path may hold `{subject}`, `{session}`, `{run}`. `numbers`: such a
 * file of numbers (`.npy`, `.tsv`, `.csv`), as a features table. `vectors`: such a file with
 * vectors by name. `regions`: the regions of an atlas (`_dseg.tsv`). `meanOfFirst`: the mean over
 * time of the stage's own input, volumes, as it is for the subject's first recording in the card's
 * order.
 */
export type Need =
  | { readonly table: 'events' }
  | { readonly table: 'confounds' }
  | { readonly table: 'image'; readonly path: string }
  | { readonly table: 'numbers'; readonly path: string }
  | { readonly table: 'vectors'; readonly path: string }
  | { readonly table: 'regions'; readonly path: string }
  | { readonly table: 'meanOfFirst' }

/** What a stage is given beside its input and options. */
export interface StageContext {
  /** The tables asked for by `needs`, by the same names. */
  readonly tables: Readonly<Record<string, Table>>
  /**
   * For stages that draw random numbers; from the pipeline's seed and the node, never the clock.
   */
  readonly seed: number
  /** Set when the input is one block of a long recording. */
  readonly block?: Block
  /** What `summary` gave for all blocks of the recording, below each other. */
  readonly summary?: Table
  /** The labels of the rows that a stage is fitted on; set for stages that say `supervised`. */
  readonly target?: RowTarget
  /** How an encoder is run: executor settings, which change no key and no result. */
  readonly encoder?: EncoderSettings
  /** Set when the input is some of the windows of a recording, which follow each other. */
  readonly portion?: Portion
}

/** Some windows of a recording, where a chain of stages is run on some at a time. */
export interface Portion {
  /** Whether the recording has no windows after these. */
  readonly isLast: boolean
  /** Numbers that the stage itself noted of the portions before; it may add to them. */
  readonly seen: number[]
  /** Which rows to make: set for a stage with `rowsOf` that begins a chain. */
  readonly rows?: { readonly from: number; readonly to: number }
}

/**
 * The stretch of a long recording that a block answers for. The block's signals reach further, by
 * what the chain of stages needs on either side; windows that begin in [fromS, toS) are its own.
 */
export interface Block {
  /** First sample of the recording, s. */
  readonly originS: number
  readonly fromS: number
  readonly toS: number
  /** Whether the recording ends with this block. */
  readonly isLast: boolean
}

/** What is decoded, row by row of a table. */
export interface RowTarget {
  /** The distinct classes of the whole run; empty when the target is a number. */
  readonly classes: readonly string[]
  /** Shape [R]: class codes 0..K-1, or numbers. */
  readonly y: Float64Array
}

/** On which device, and with how many windows at once at most, encoders are run. */
export interface EncoderSettings {
  readonly device?: 'cpu' | 'cuda' | 'webgpu'
  readonly batch?: number
}

interface Words<S extends z.ZodObject> {
  /** The key in YAML; also the file's and the export's name. */
  readonly use: string
  /** One line: what it does, in the present tense. */
  readonly title: string
  readonly reads: readonly Kind[]
  /** `same`: the kind that it read. */
  readonly writes: Kind | 'same'
  /** Raised when the same options give other numbers than before; part of every content key. */
  readonly version: number
  readonly options: S
  /** DOIs or references for the methods text. */
  readonly cites?: readonly string[]
  /**
   * A digest of what the result depends on beside input and options (the bytes of a model). It
   * becomes part of the content key, and the result is always stored. `undefined`: there is none.
   */
  readonly content?: (options: z.output<S>) => string | undefined
  /** Names of the models that it runs, whose cards are checked before a run. */
  readonly models?: (options: z.output<S>) => readonly string[]
  /** Second tables it needs, by the name under which `run` finds them in `context.tables`. */
  readonly needs?: (options: z.output<S>) => Readonly<Record<string, Need>>
  /**
   * How much signal a block needs on either side, s, so that its result equals the whole
   * recording's; 0 for a stage that looks at one sample or one window at a time. Without it, or
   * when it gives infinity, the stage needs the whole recording.
   */
  readonly contextS?: (options: z.output<S>, rateHz: number, kind: Kind) => number
  /**
   * Whether each scan of a volumes table is worked on by itself, so that scans may come some at a
   * time and the results be joined.
   */
  readonly scanwise?: boolean
  /**
   * For a stage that needs to know something of the whole recording before it works on a block: how
   * to sum up a block's own part. All sums reach `run` or `fit` as `context.summary`.
   */
  readonly summary?: (options: z.output<S>, kind: Kind) => ((own: Table) => Table) | undefined
  /**
   * What the input's shape becomes, with `issues` when options and shape do not go together.
   * Without it the shape passes unchanged, with the kind replaced.
   */
  readonly shape?: (input: Shape, options: z.output<S>) => Shape
}

/** A stage of scope `recording` or `subject`: a pure operation, table in, table out. */
export interface RunStage<S extends z.ZodObject = z.ZodObject> extends Words<S> {
  readonly scope: 'recording' | 'subject'
  /**
   * For a stage that makes many windows of one input, and can make some of them at a time
   * (`portion.rows`): how many it makes, and the bytes of each.
   */
  readonly rowsOf?: (input: Table, options: z.output<S>) => { count: number; bytes: number }
  run(input: Table, options: z.output<S>, context: StageContext): Table | Promise<Table>
}

/**
 * A stage of scope `fold`: fitted on training rows, then applied to training and test rows.
 *
 * `F`, what was fitted, stays inside one task; `describe` gives the facts the certificate keeps.
 */
export interface FitStage<S extends z.ZodObject = z.ZodObject, F = unknown> extends Words<S> {
  readonly scope: 'fold'
  /** Whether `apply` looks at other rows of the same subject, which may be one that is tested. */
  readonly transductive?: boolean
  /** Whether `fit` looks at the labels of the training rows, as `context.target`. */
  readonly supervised?: boolean
  /**
   * The scope that the options ask for, where it is not always `fold`: with `recording` or
   * `subject` the stage is fitted on, and applied to, each recording or subject by itself.
   */
  readonly scopeOf?: (options: z.output<S>) => Scope
  fit(train: Table, options: z.output<S>, context: StageContext): F
  apply(input: Table, fitted: F, options: z.output<S>): Table
  describe?(fitted: F): Readonly<Record<string, string | number>>
  /** What of it can be drawn on a head. */
  maps?(fitted: F): readonly FittedMap[]
}

/** Numbers at channels that a fitted stage has to show. */
export interface FittedMap {
  /** Names the component, `csp1 8-12Hz`. */
  readonly panel: string
  /** `pattern` or `filter`. */
  readonly series: string
  /** Place of the component among those of its band, from 0. */
  readonly index: number
  readonly channels: readonly string[]
  /** Shape [C]. */
  readonly values: Float64Array
}

/** Any stage, as registries and planners hold it. */
export type Stage = RunStage | FitStage

/**
 * Defines a stage: options schema, words and code in one object.
 *
 * The schema must be `z.strictObject`; each option carries `.meta({ unit, description })`, and a
 * default where one is natural. Documentation, help and JSON Schema are generated from it.
 */
export function defineStage<S extends z.ZodObject>(stage: RunStage<S>): RunStage<S> {
  return stage
}

/** Defines a stage that is fitted in the fold; see `defineStage`. */
export function defineFitStage<S extends z.ZodObject, F>(stage: FitStage<S, F>): FitStage<S, F> {
  return stage
}

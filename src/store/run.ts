import type { Code, Facts } from '../errors.ts'
import type { Calibration } from '../evaluation/calibration.ts'
import type { Certificate } from '../evaluation/certificate.ts'
import type { Coverage } from '../evaluation/conformal.ts'
import type { LayersEnd } from '../evaluation/layer-scores.ts'
import type { MapScore } from '../evaluation/map-kind.ts'
import type { CurvePoint, MetricScore } from '../evaluation/score.ts'
import type { Split } from '../evaluation/split.ts'
import type { Scope } from '../stage.ts'

/** `run.json`: what was run on what, how well it decodes, and why that may be believed. */
export interface RunRecord {
  /** Of this layout; raised when a field changes its meaning. */
  readonly version: 1
  /** The pipeline's name. */
  readonly pipeline: string
  readonly title: string
  /** Which choice of the document's sweep it is: values by path. */
  readonly variant?: Readonly<Record<string, unknown>>
  /** Content key of the run. */
  readonly key: string
  /** `partial`: some recordings failed and are not in the result; see `failures`. */
  readonly status: 'done' | 'partial'
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** Command lines that run it again. */
  readonly commands: readonly string[]
  readonly data: RunData
  readonly evaluation: RunEvaluation
  /** By metric; numbers that are not defined are null in JSON. */
  readonly scores: Readonly<Record<string, MetricScore>>
  /** How far probabilities can be taken at their word; absent when the head gives none. */
  readonly calibration?: Calibration
  /** What sets of classes hold, for several frequencies that were asked for. */
  readonly coverage?: readonly Coverage[]
  /** Controls that the pipeline asks for. */
  readonly controls?: readonly ControlResult[]
  /** Chance by folds that are fitted anew, where the pipeline asks for it. */
  readonly refit?: RefitChance
  /** With `--leak-check`. */
  readonly leakCheck?: LeakCheck
  /** Maps that the pipeline asks for, the means over folds; their files lie in `maps`. */
  readonly maps?: readonly MapResult[]
  /** Scores by the number of declared calibration rows, where the split has some. */
  readonly curve?: readonly CurvePoint[]
  /** Figures whose numbers lie in the folder of the run. */
  readonly figures?: readonly RunFigure[]
  readonly folds: readonly RunFold[]
  readonly certificate: Certificate
  readonly plan: { readonly nodes: readonly PlanNode[] }
  readonly models: readonly RunModel[]
  /** What the cards of the data set and of the models say; absent in runs of old. */
  readonly cards?: readonly RunCard[]
  /** Recordings that are not in the result, and why. */
  readonly failures: readonly RecordingFailure[]
  /** What stages and planner have to say, in sentences. */
  readonly notes: readonly string[]
  /** What readers and the data set card warn about. */
  readonly warnings: readonly string[]
  /** DOIs and references of pipeline, data set, stages, head and models. */
  readonly cite: readonly string[]
  readonly timingsS: RunTimings
  readonly versions: Readonly<Record<string, string>>
  readonly platform: Platform
}

/** The record of a pipeline without `evaluate`: rows were made and nothing was scored. */
export type UnscoredRecord = Omit<RunRecord, 'evaluation' | 'certificate'> & {
  readonly evaluation?: undefined
  readonly certificate?: undefined
}

/** What a run left: scored or not. */
export type AnyRecord = RunRecord | UnscoredRecord

/** One metric of a trial beside the run. */
export interface TrialScore {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly chance: number
  /** Whether it is better than chance: p below 0.05, or the interval beyond it. */
  readonly above: boolean
}

/** The same pipeline on labels from which nothing of interest can be learnt. */
export interface ControlResult {
  readonly use: string
  readonly title: string
  readonly rows: number
  readonly scores: Readonly<Record<string, TrialScore>>
  /** Whether any of them is above chance. */
  readonly above: boolean
  /** What that means, in a sentence. */
  readonly says: string
}

/** What folds reach that are fitted anew on labels shuffled within groups. */
export interface RefitChance {
  /** How often everything was fitted anew. */
  readonly refits: number
  /** By metric; NaN where it is never defined, in JSON null. */
  readonly scores: Readonly<Record<string, RefitScore>>
}

/** One metric against folds that are fitted anew. */
export interface RefitScore {
  /** Mean over the fits. */
  readonly chance: number
  /** What they pass in 5 % of cases. */
  readonly chanceBound: number
  /** (1 + fits at least as good as the run) / (1 + fits). */
  readonly p: number
}

/** Maps of one kind: what lies in `maps/<use>.arrow` and, for voxels, `maps/<use>.nii.gz`. */
export interface MapResult {
  readonly use: string
  readonly title: string
  readonly folds: number
  /** Voxels or parcels that each map has. */
  readonly features: number
  readonly maps: readonly {
    readonly name: string
    /** Over the features that have a value. */
    readonly mean: number
    readonly low: number
    readonly high: number
    /** The feature with the highest value. */
    readonly peak: string
  }[]
  /** What the maps come to as a whole, where their kind says so. */
  readonly scores?: readonly MapScore[]
  readonly layers?: LayersEnd
}

/** The same rows under splits that let more and more pass between training and test rows. */
export interface LeakCheck {
  /** From single windows, which no evaluation may split by, to subjects. */
  readonly splits: readonly {
    readonly use: string
    readonly scores: Readonly<Record<string, TrialScore>>
  }[]
  /** The metric of `gap`. */
  readonly metric: string
  /** How much better the window split scores than the subject split. */
  readonly gap: number
}

/** What the rows of a run are. */
export interface RunData {
  readonly dataset: string
  /** The other data set, where one is trained on and the other tested. */
  readonly transfer?: RunTransfer
  readonly title?: string
  readonly licence?: string
  readonly modality?: string
  readonly subjects: number
  readonly recordings: number
  /** Rows that were predicted or trained on. */
  readonly rows: number
  /** Rows of each class; absent when the target is a number. */
  readonly classes?: Readonly<Record<string, number>>
}

/** Two data sets in one run. */
export interface RunTransfer {
  /** The second data set, whose people are called `<dataset>:<name>`. */
  readonly dataset: string
  readonly title: string
  /** By label column, its words and ours for them. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Its names of channels, and ours. */
  readonly channels?: Readonly<Record<string, string>>
  /** The first, then the second; absent in runs of old. */
  readonly sets?: readonly TransferSet[]
}

/** One of two data sets: what of it reached the rows. */
export interface TransferSet {
  readonly dataset: string
  readonly title: string
  readonly licence?: string
  readonly subjects: number
  readonly recordings: number
  readonly rows: number
}

/** How a run was evaluated. */
export interface RunEvaluation {
  readonly target: string
  readonly split: Split
  readonly head: { readonly use: string; readonly options: Readonly<Record<string, unknown>> }
  readonly metrics: readonly string[]
  readonly positive?: string
  /** What rows were answered together, by the mean of their scores. */
  readonly averageOver?: string
  /** Name and version of the protocol that it follows. */
  readonly protocol?: string
  readonly seed: number
  /** Resamples behind each interval, and shuffles behind chance and p. */
  readonly bootstraps: number
  readonly permutations: number
}

/** A figure whose numbers lie in `figures/<name>.arrow`. */
export interface RunFigure {
  readonly name: string
  /** What it is of. */
  readonly use: string
  readonly title: string
  readonly options: Readonly<Record<string, unknown>>
  readonly key: string
  readonly cites: readonly string[]
}

/** One fold of a run. */
export interface RunFold {
  readonly fold: number
  readonly test: readonly string[]
  readonly trainRows: number
  readonly testRows: number
  /** Declared calibration rows of each class of the tested groups, or their share. */
  readonly shots?: number
  /** Which repetition of the split it is. */
  readonly repeat?: number
  /** The options that selection picked. */
  readonly chosen?: Readonly<Record<string, unknown>>
  /** The log-odds, or difference of scores, from which the second class is said. */
  readonly threshold?: number
}

/** One node of the plan: a stage on one recording, subject or fold. */
export interface PlanNode {
  readonly id: string
  readonly stage: string
  /** The stage's one-line title. */
  readonly title?: string
  readonly options: Readonly<Record<string, unknown>>
  readonly scope: Scope
  readonly key: string
  /** Whether the store had it. */
  readonly cached: boolean
  readonly seconds: number
}

/** A model that was used. */
export interface RunModel {
  readonly name: string
  readonly sha256: string
  readonly licence?: string
  /** What describes it: a DOI or an address. */
  readonly paper?: string
}

/** A card as it was when the run was made, in words. */
export interface RunCard {
  readonly of: 'dataset' | 'model'
  readonly name: string
  readonly title: string
  readonly description: string
  /** Names and what they are, in the order in which they are read. */
  readonly facts: readonly (readonly [string, string])[]
  /** What a reader must know before believing a score. */
  readonly warnings: readonly string[]
}

/** A recording that could not be processed. */
export interface RecordingFailure {
  readonly recording: string
  readonly code: Code
  readonly facts: Facts
}

/** Seconds. Work of several threads is added up, so parts may exceed the total. */
export interface RunTimings {
  readonly total: number
  readonly read?: number
  readonly stages: Readonly<Record<string, number>>
  readonly evaluate?: number
}

/** The machine, as far as it bears on results and times. */
export interface Platform {
  readonly os: string
  readonly arch: string
  readonly cpu?: string
  readonly cores?: number
  readonly workers?: number
  readonly device?: string
}

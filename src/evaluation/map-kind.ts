import type * as z from 'zod'
import type { FittedHead } from '../head.ts'
import type { Moments } from '../tables/moments.ts'
import type { Table } from '../tables/table.ts'
import type { Question } from './answer.ts'
import type { Branch, Sides } from './branch.ts'
import type { LayersEnd } from './layer-scores.ts'
import type { Metric } from './metric.ts'

/** What a map is made from, in one fold. */
export interface MapContext {
  /** Training and test rows as they reach the head, with labels. */
  readonly sides: Sides
  readonly question: Question
  /** The head as it was fitted on the training side. */
  readonly fitted: () => FittedHead
  /** The first metric of the evaluation. */
  readonly metric: Metric
  /** Code of the positive class. */
  readonly positive: number
}

/** A number for each feature, shape [D], by the name of the map. */
export type NamedMaps = Readonly<Record<string, Float64Array>>

/**
 * A number for each voxel or parcel, found in every fold and averaged over folds, or found from all
 * predictions: a file in `maps` and a line in its list.
 */
export interface MapKind<S extends z.ZodObject = z.ZodObject> {
  /** The key in YAML, below `maps`. */
  readonly use: string
  readonly title: string
  readonly version: number
  readonly options: S
  readonly cites?: readonly string[]
  /** What a feature counts as in a fold that did not select it; without it, it is left out. */
  readonly absent?: 0
  /** The features that the maps are of: what reaches the head, or the numbers of the target. */
  readonly over: 'features' | 'target'
  /** From the rows of one fold; the mean over folds is the map. */
  compute?(context: MapContext, options: z.output<S>): NamedMaps
  /** From the predictions of all folds at once. */
  overall?(told: ToldVectors, options: z.output<S>): NamedMaps
  /** What the mean over folds of `compute` comes to; its maps stand in place of the means. */
  conclude?(means: NamedMaps, context: MapEndContext, options: z.output<S>): MapEnd
}

/** What is known of the features of mean maps. */
export interface MapEndContext {
  /** Metadata of the maps: names and places. */
  readonly meta: Table['meta']
  /** Where features are channels at moments. */
  readonly moments?: Moments
  readonly seed: number
}

/** Maps, and what they come to as a whole. */
export interface MapEnd {
  readonly maps: NamedMaps
  readonly scores: readonly MapScore[]
  readonly layers?: LayersEnd
}

/** A score of a whole map. */
export interface MapScore {
  readonly name: string
  readonly value: number
  /** What it is over: features, or channels and layers. */
  readonly count: number
  /** One-sided, over `orders` orders of the layers; all there are when `exact`. */
  readonly p?: number
  readonly orders?: number
  readonly exact?: boolean
}

/** Predicted vectors and the truth, all folds below each other. */
export interface ToldVectors {
  /** Shape [R, width]. */
  readonly truth: Float32Array
  /** Shape [R, width]. */
  readonly prediction: Float32Array
  readonly width: number
  /** The predictions table, for the keys of rows. */
  readonly rows: Table<'predictions'>
  readonly seed: number
}

/** Defines a map: options schema, words and code in one object. */
export function defineMap<S extends z.ZodObject>(map: MapKind<S>): MapKind<S> {
  return map
}

/** What a map of a fold is asked. */
export interface MapQuestion {
  readonly use: string
  readonly options: Readonly<Record<string, unknown>>
  readonly metric: string
}

/** The maps of one fold as a table: a row a map. */
export type FoldMaps = Table<'features'>

/** What `mapFold` needs beside the rows. */
export interface MapFoldSettings {
  readonly branch: Branch
  readonly asked: MapQuestion
}

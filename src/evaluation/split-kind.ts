import type * as z from 'zod'
import type { RowKeys, Unit } from './group.ts'

/** One division of the rows into training and test rows. */
export interface Fold {
  /** Number of the fold, from 0. */
  readonly fold: number
  /** Names of the groups that are tested, in natural order. */
  readonly test: readonly string[]
  /** Ascending row numbers; rows of a hold-out split may be in neither. */
  readonly trainRows: Int32Array
  readonly testRows: Int32Array
  /** Those of `trainRows` that are of tested groups, as the split declares: never test rows. */
  readonly calibrationRows?: Int32Array
  /** How many rows of each class, or what share of them, `calibrationRows` are. */
  readonly shots?: number
  /** Which repetition of the split it is, from 0. */
  readonly repeat?: number
}

/** A fold before it has a number, and before its tested groups are named. */
export type Sides = Omit<Fold, 'fold' | 'test'>

/** What is known about rows beside their keys. */
export interface RowFacts {
  /** The column that is decoded; among the keys. */
  readonly target?: string
  /** When rows begin and end in their recording, s, shape [R]. */
  readonly startS?: Float64Array
  readonly endS?: Float64Array
}

/** The rows that are divided. */
export interface SplitRows {
  readonly keys: RowKeys
  readonly facts: RowFacts
}

/** What training and test rows of a split never have in common. */
export interface Apart {
  /** A column; `time` when rows of one recording are kept apart by time alone. */
  readonly unit: Unit
  /** How far apart in time training and test rows of one recording are at least, s. */
  readonly gapS?: number
  /** Columns of which no value is on both sides. */
  readonly columns?: readonly string[]
}

/**
 * A way to split, under a key of its own in YAML. A new one is a file in `splits` and a line in its
 * list.
 */
export interface SplitKind<S extends z.ZodObject = z.ZodObject> {
  /** The key that chooses it; one of the options. */
  readonly use: string
  readonly title: string
  /** Its own key and those that go with it; an option of the same name means the same in all. */
  readonly options: S
  /** What it keeps apart. */
  apart(options: z.output<S>): Apart
  /** What scores are of where it is not what is kept apart. */
  scored?(options: z.output<S>): Unit
  /** Columns it reads beside the keys. */
  columns?(options: z.output<S>): readonly string[]
  /** @throws {NeurarrowError} `split-impossible` */
  divide(rows: SplitRows, options: z.output<S>): Sides[]
  /** The split that chooses options inside training rows; without it, groups in folds. */
  inner?(options: z.output<S>, folds: number): Readonly<Record<string, unknown>>
}

/** Divides rows by a split's options. */
export type Divide = (rows: SplitRows, split: Readonly<Record<string, unknown>>) => Sides[]

/** A key that changes what another split does. A new one is a file in `splits` and a line. */
export interface SplitModifier<T = unknown> {
  readonly use: string
  readonly option: z.ZodType<T>
  /** The splits it goes with, by their keys; all when absent. */
  readonly goesWith?: readonly string[]
  /** Columns it reads beside the keys. */
  columns?(value: T): readonly string[]
  /** Whether it reads the target column. */
  readonly readsTarget?: boolean
  apart?(value: T, apart: Apart): Apart
  scored?(value: T): Unit
  wrap(divide: Divide, value: T): Divide
}

/** Defines a split so that its functions know its options. */
export function defineSplit<S extends z.ZodObject>(kind: SplitKind<S>): SplitKind {
  return kind as unknown as SplitKind
}

/** Defines a modifier so that its functions know its value. */
export function defineModifier<T>(modifier: SplitModifier<T>): SplitModifier {
  return modifier as unknown as SplitModifier
}

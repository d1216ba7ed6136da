import type * as z from 'zod'
import { makeFigure } from '../tables/figure.ts'
import type { Table } from '../tables/table.ts'
import type { Branch } from './branch.ts'
import type { Unit } from './group.ts'

/**
 * What a figure is told about the evaluation that it is a figure of; without one the target is
 * empty, groups are subjects and the seed is 0.
 */
export interface FigureContext {
  /** The label column that is decoded. */
  readonly target: string
  /** What scores are of: means and bands are over its groups. */
  readonly unit: Unit
  readonly positive?: string
  readonly seed: number
  /** Time of the first sample of a window around an event, s; absent for other windows. */
  readonly windowFromS?: number
}

/**
 * What a run draws beside its scores. A new one is a file in `figures` and a line in its list.
 *
 * Nothing of a figure enters a score: what it fits is fitted on all rows, for the picture alone.
 */
export interface Figure<S extends z.ZodObject = z.ZodObject> {
  /** The name in YAML; also that of its file in the folder of a run. */
  readonly use: string
  readonly title: string
  /** Raised when the same rows give other numbers than before; part of the content key. */
  readonly version: number
  readonly options: S
  readonly cites?: readonly string[]
  /**
   * What it is made from: `rows`, all rows in front of the first fitted stage; `recordings`, what
   * each recording left of them, with what stages say of it; `windows`, the last windows of each
   * recording, which are made again where they are not stored.
   */
  readonly of: 'rows' | 'recordings' | 'windows'
  /** Of a figure that runs have without being asked: whether one with these rows has it. */
  readonly always?: (rows: Table, context: FigureContext) => boolean
  /** Of a figure of recordings: whether runs of these stages without `evaluate` have it unasked. */
  readonly unscored?: (stages: readonly string[]) => boolean
  /** For figures of windows and recordings: what is kept of one recording's, a small table. */
  part?(windows: Table<'windows'>, options: z.output<S>, context: FigureContext): Table
  /**
   * The numbers of the figure from the rows, or from the parts of all recordings in the order of
   * the data set; `nothing` when there is nothing to draw.
   *
   * @param branch the fitted stages and the head, bound; absent for a run without `evaluate`, which
   *   has figures of recordings alone
   */
  draw(
    tables: readonly Table[],
    options: z.output<S>,
    context: FigureContext,
    branch?: Branch,
  ): Table<'figure'> | Promise<Table<'figure'>>
}

/** What a figure that fits says where nothing is fitted. */
export const needsEvaluation = 'the pipeline has no `evaluate`'

/** Defines a figure: options schema, words and code in one object. */
export function defineFigure<S extends z.ZodObject>(figure: Figure<S>): Figure<S> {
  return figure
}

/** The table of a figure that cannot be drawn from these rows, with the reason in a sentence. */
export function nothing(reason: string): Table<'figure'> {
  return makeFigure({ series: [], facts: { nothing: reason } })
}

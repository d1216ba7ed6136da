import { takeRows } from '../tables/rows.ts'
import type { Table } from '../tables/table.ts'
import type { Branch, Sides } from './branch.ts'
import { rowKeys } from './group.ts'
import { streamSeed } from './resample.ts'
import { columnsOf, innerSplit, makeFolds, splitRows } from './split.ts'

/** A fold inside the training rows of another. */
export interface InnerFold {
  readonly sides: Sides
  /** Rows of the training table that `sides.test` holds, shape [N]. */
  readonly testRows: Int32Array
  readonly seed: number
}

/**
 * Divides the training rows of a fold once more, keeping apart what the outer split does. Rows are
 * taken when a fold is asked for.
 *
 * @param wanted inner folds; fewer when there are fewer training groups
 * @throws {NeurarrowError} `split-impossible` with fewer than two training groups
 */
export function* innerFolds(
  train: Table,
  { split, target }: Pick<Branch, 'split' | 'target'>,
  wanted: number,
  seed: number,
): Generator<InnerFold> {
  const inner = innerSplit(split, wanted, rowKeys(train, columnsOf(split)))
  const { keys, facts } = splitRows(train, inner, target)
  for (const { fold, trainRows, testRows } of makeFolds(keys, inner, facts)) {
    const sides = { train: takeRows(train, trainRows), test: takeRows(train, testRows) }
    yield { sides, testRows, seed: streamSeed(seed, 4, fold) }
  }
}

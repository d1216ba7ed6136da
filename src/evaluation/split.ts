import * as z from 'zod'
import { fail } from '../errors.ts'
import { random } from '../kernels/random.ts'
import { type Groups, groupsOf, type RowKeys, rowsByCode, type Unit, units } from './group.ts'

const unit = z.string().min(1)
const names = z.array(z.string()).min(1)

/**
 * The `split:` of a pipeline: exactly one of `leaveOut`, `kFold` (with `by`) and `holdOut`.
 *
 * It is one object and not a union, so that a misspelt key is named and not lost in alternatives.
 */
export const splitSchema = z
  .strictObject({
    leaveOut: unit
      .meta({ description: 'each subject, session, run or recording is tested once, by itself' })
      .optional(),
    kFold: z
      .int()
      .min(2)
      .meta({ unit: '1', description: 'number of folds; groups named by `by` stay whole' })
      .optional(),
    by: unit.meta({ description: 'what kFold keeps together' }).optional(),
    seed: z
      .int()
      .meta({
        unit: '1',
        description: 'shuffles the groups before kFold deals them out; without it, largest first',
      })
      .optional(),
    holdOut: z
      .strictObject({
        test: names.meta({ description: 'names of the groups that are tested' }),
        train: names
          .meta({ description: 'names of the groups that are trained on; all others by default' })
          .optional(),
        by: unit.default('subject').meta({ description: 'what the names are names of' }),
      })
      .meta({ description: 'one fold with the test groups named' })
      .optional(),
  })
  .superRefine((split, context) => {
    const issue = (message: string, path: string[] = []) =>
      context.addIssue({ code: 'custom', message, path })
    const kinds = (['leaveOut', 'kFold', 'holdOut'] as const).filter(
      (kind) => split[kind] !== undefined,
    )
    if (kinds.length !== 1) issue('a split is exactly one of leaveOut, kFold and holdOut')
    if (split.kFold !== undefined && split.by === undefined) {
      issue(`kFold needs by: one of ${units.join(', ')}`)
    }
    for (const key of ['by', 'seed'] as const) {
      if (split[key] !== undefined && split.kFold === undefined)
        issue('goes with kFold only', [key])
    }
  })

export type Split = z.output<typeof splitSchema>

/** One division of the rows into training and test rows. */
export interface Fold {
  /** Number of the fold, from 0. */
  readonly fold: number
  /** Names of the groups that are tested, in natural order. */
  readonly test: readonly string[]
  /** Ascending row numbers; rows of a hold-out split may be in neither. */
  readonly trainRows: Int32Array
  readonly testRows: Int32Array
}

/** What a split keeps together. */
export function unitOf(split: Split): Unit {
  return split.leaveOut ?? split.by ?? split.holdOut?.by ?? 'subject'
}

/**
 * Divides rows into folds so that no group is on both sides. Depends on keys, split and seed alone.
 *
 * @throws {NeurarrowError} `split-impossible` when there are fewer groups than folds (or than two),
 *   or a held-out name does not exist or is in train and test
 */
export function makeFolds(rows: RowKeys, split: Split): Fold[] {
  const groups = groupsOf(rows, unitOf(split))
  const foldOf = split.holdOut ? heldOut(groups, split.holdOut) : dealt(groups, split)
  const sides = foldOf.filter((fold) => fold !== undefined)
  const folds = split.holdOut ? 1 : Math.max(...sides) + 1
  return Array.from({ length: folds }, (_, fold) => {
    const isTest = foldOf.map((of) => of === fold)
    const isTrain = foldOf.map((of) => of !== undefined && of !== fold)
    return {
      fold,
      test: groups.names.filter((_, g) => isTest[g]),
      trainRows: rowsWhere(groups.codes, isTrain),
      testRows: rowsWhere(groups.codes, isTest),
    }
  })
}

/** The fold that tests each group. */
function dealt(groups: Groups, split: Split): number[] {
  const found = groups.names.length
  const folds = split.kFold ?? Math.max(2, found)
  if (found < folds) {
    const facts = { groups: groups.names.slice(0, 5), found, expected: folds }
    fail('split-impossible', { by: unitOf(split), ...facts })
  }
  if (split.kFold === undefined) return groups.names.map((_, g) => g)
  return balanced(groups, split.kFold, split.seed)
}

/** Deals groups out in order, each to the fold with the fewest rows so far. */
function balanced(groups: Groups, folds: number, seed: number | undefined): number[] {
  const sizes = rowsByCode(groups.codes, groups.names.length).map((rows) => rows.length)
  const order = Array.from(sizes, (_, g) => g)
  if (seed === undefined) order.sort((a, b) => sizes[b] - sizes[a] || a - b)
  else random(seed).shuffle(order)
  const load = new Array<number>(folds).fill(0)
  const foldOf = new Array<number>(sizes.length).fill(0)
  for (const group of order) {
    const lightest = load.indexOf(Math.min(...load))
    foldOf[group] = lightest
    load[lightest] += sizes[group]
  }
  return foldOf
}

/** 0 for a test group, 1 for a training group, `undefined` for one in neither. */
function heldOut(groups: Groups, held: NonNullable<Split['holdOut']>): (number | undefined)[] {
  const test = new Set(held.test)
  const train = new Set(held.train ?? groups.names.filter((name) => !test.has(name)))
  const unknown = [...test, ...train].filter((name) => !groups.names.includes(name))
  const both = [...test].filter((name) => train.has(name))
  if (unknown.length > 0) {
    fail('split-impossible', { by: held.by, unknown, groups: groups.names.slice(0, 40) })
  }
  if (both.length > 0) fail('split-impossible', { by: held.by, trainAndTest: both })
  if (train.size === 0) fail('split-impossible', { by: held.by, training: 0 })
  return groups.names.map((name) => (test.has(name) ? 0 : train.has(name) ? 1 : undefined))
}

function rowsWhere(codes: Int32Array, wanted: readonly boolean[]): Int32Array {
  const rows = new Int32Array(codes.length)
  let count = 0
  for (let r = 0; r < codes.length; r++) {
    if (wanted[codes[r]]) rows[count++] = r
  }
  return rows.slice(0, count)
}

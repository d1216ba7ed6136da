import * as z from 'zod'
import { fail } from '../../errors.ts'
import { random } from '../../kernels/random.ts'
import { type Groups, groupsOf, rowsByCode } from '../group.ts'
import { sidesOfGroups } from '../sides.ts'
import { defineSplit } from '../split-kind.ts'
import { stratifiedFolds } from '../stratify.ts'
import { byOption, seedOption } from './options.ts'

export const kFold = defineSplit({
  use: 'kFold',
  title: 'Groups are dealt out to folds',
  options: z.strictObject({
    kFold: z
      .int()
      .min(2)
      .meta({ unit: '1', description: 'number of folds; groups named by `by` stay whole' }),
    by: byOption,
    seed: seedOption.optional(),
    stratify: z
      .string()
      .optional()
      .meta({ description: 'a label column whose classes each fold has alike' }),
  }),
  apart: ({ by }) => ({ unit: by }),
  columns: ({ by, stratify }) => (stratify === undefined ? [by] : [by, stratify]),
  divide({ keys }, { kFold: folds, by, seed, stratify }) {
    const groups = groupsOf(keys, by)
    const found = groups.names.length
    if (found < folds) {
      fail('split-impossible', { by, groups: groups.names.slice(0, 5), found, expected: folds })
    }
    const foldOf =
      stratify === undefined
        ? balanced(groups, folds, seed)
        : stratifiedFolds(groups, keys[stratify], folds, seed)
    return sidesOfGroups(groups, foldOf, folds)
  },
})

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

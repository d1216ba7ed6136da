import * as z from 'zod'
import { fail } from '../../errors.ts'
import { compareRdms, pooledRdm } from '../../kernels/compare-rdms.ts'
import { matrixOf } from '../../tables/features.ts'
import { hasColumn, type Table, wordsOf } from '../../tables/table.ts'
import { groupsOf, rowKeys } from '../group.ts'
import { defineMap } from '../map-kind.ts'
import { targetOf } from '../target.ts'

/**
 * How well models tell the RDMs of people who were not part of the fit, from rows of `rdmPairs`:
 * each model by itself (`alike`), its weight where the head is linear (`weight`), the models
 * weighted as the head weighs them (`weighted`, the same for all features), and the noise ceiling
 * across people: the RDM of a tested person against what those of the training people have in
 * common (`ceilingLow`), and against what all have in common (`ceilingHigh`). Means over tested
 * recordings, then over folds.
 *
 * @throws {NeurarrowError} `stage-options` for rows that are no pairs, `split-impossible` when RDMs
 *   differ in their pairs
 * @see rsatoolbox.inference.boot_noise_ceiling; Nili et al. (2014), PLoS Comput. Biol.
 *   10(4):e1003553, doi:10.1371/journal.pcbi.1003553
 */
export const rdmModels = defineMap({
  use: 'rdmModels',
  title: 'How well models tell RDMs of other people, with the noise ceiling',
  version: 2,
  over: 'features',
  cites: ['doi:10.1371/journal.pcbi.1003553'],
  options: z.strictObject({
    by: z
      .enum(['spearman', 'kendallTauA', 'cosine', 'pearson'])
      .default('spearman')
      .meta({ description: 'how two RDMs are compared' }),
  }),
  compute({ sides, question, fitted }, { by }) {
    const [train, test] = [sides.train, sides.test].map((side) => rdmsOf(side, question.target))
    const [first] = test
    for (const rdm of [...train, ...test]) {
      if (rdm.pairs !== first.pairs) {
        fail('split-impossible', { map: 'rdmModels', recordings: 'differ in pairs of conditions' })
      }
    }
    const { values, cols } = matrixOf(sides.test as Table<'features'>)
    const model = fitted()
    const predicted = model.predict(matrixOf(sides.test as Table<'features'>))
    const others = train.map(({ rdm }) => rdm)
    const common = pooledRdm(others, by)
    const mean = (of: (one: Rdm) => number) =>
      test.reduce((sum, one) => sum + of(one) / test.length, 0)
    const single = (c: number) => (one: Rdm) =>
      compareRdms(
        one.rows.map((row) => values[row * cols + c]),
        one.rdm,
        by,
      )
    const same = (value: number) => new Float64Array(cols).fill(value)
    const weighted = (one: Rdm) =>
      compareRdms(
        one.rows.map((row) => predicted[row]),
        one.rdm,
        by,
      )
    return {
      alike: Float64Array.from({ length: cols }, (_, c) => mean(single(c))),
      ...(model.linear ? { weight: model.linear.weights.slice(0, cols) } : {}),
      weighted: same(mean(weighted)),
      ceilingLow: same(mean(({ rdm }) => compareRdms(common, rdm, by))),
      ceilingHigh: same(mean(({ rdm }) => compareRdms(pooledRdm([...others, rdm], by), rdm, by))),
    }
  },
})

interface Rdm {
  readonly rows: readonly number[]
  readonly rdm: Float64Array
  /** Names of its pairs, in order, as one word. */
  readonly pairs: string
}

/** The RDM of each recording. */
function rdmsOf(side: Table, target: string): Rdm[] {
  if (!hasColumn(side, 'pair')) {
    fail('stage-options', { map: 'rdmModels', missing: 'pair', remedy: 'rdmPairs makes the rows' })
  }
  const pairs = wordsOf(side, 'pair')
  const { y } = targetOf(side, target)
  const { codes, names } = groupsOf(rowKeys(side), 'recording')
  return names.map((_, g) => {
    const rows = pairs.flatMap((_word, row) => (codes[row] === g ? [row] : []))
    return {
      rows,
      rdm: Float64Array.from(rows, (row) => y[row]),
      pairs: rows.map((row) => pairs[row]).join('\n'),
    }
  })
}

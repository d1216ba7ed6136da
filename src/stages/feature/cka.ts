import * as z from 'zod'
import { fail } from '../../errors.ts'
import { linearCka, unbiasedCka } from '../../kernels/cka.ts'
import { svcca } from '../../kernels/svcca.ts'
import { defineFitStage } from '../../stage.ts'
import { columnWords, conditionMeans } from '../../tables/condition-means.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { oneRow } from '../../tables/one-row.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Linear centred kernel alignment, or the mean canonical correlation of principal components
 * (SVCCA), of the mean patterns of conditions in two sets of channels, for instance two regions:
 * one row for each recording or subject, one feature for each pair of sets.
 *
 * @throws {NeurarrowError} `channel-missing` when a set names an unknown feature, `one-class` with
 *   fewer than three conditions, `target-missing`, `non-finite`
 * @see Kornblith et al. (2019), Proc. Mach. Learn. Res. 97:3519-3529; Raghu et al. (2017), Adv.
 *   Neural Inf. Process. Syst. 30:6076-6085
 */
export const cka = defineFitStage({
  use: 'cka',
  title: 'How alike two sets of features arrange the conditions',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  scopeOf: ({ over }) => over,
  version: 1,
  cites: ['arXiv:1905.00414', 'arXiv:2010.15327', 'arXiv:1706.05806'],
  options: z.strictObject({
    by: z.string().min(1).meta({ description: 'label column whose values are the conditions' }),
    sets: z
      .record(z.string().min(1), z.array(z.string().min(1)).min(1))
      .refine((sets) => Object.keys(sets).length > 1, 'two sets or more are compared')
      .meta({ description: 'names of features, by the name of the set' }),
    measure: z.enum(['cka', 'unbiasedCka', 'svcca']).default('cka').meta({
      description:
        'how two sets are compared; unbiasedCka does not rise with the number of features',
    }),
    keep: z.number().gt(0).max(1).default(0.99).meta({
      unit: '1',
      description: 'of svcca: share of the variance of a set that its components keep',
    }),
    over: z
      .enum(['recording', 'subject'])
      .default('recording')
      .meta({ description: 'whose rows are taken together' }),
  }),
  fit: () => undefined,
  apply(input, _, { by, sets, measure, keep }) {
    const table = input as Table<'features'>
    const named = Object.entries(sets)
    const pairs = named.flatMap((a, i) => named.slice(i + 1).map((b) => [a, b] as const))
    const names = pairs.map(([[a], [b]]) => `${a}~${b}`)
    if (table.rows === 0) return oneRow(table, new Float32Array(0), names)
    finiteRowsOf(table, 'cka')
    const { conditions, means } = conditionMeans(table, columnWords(table, by))
    const count = conditions.length
    const least = measure === 'unbiasedCka' ? 4 : 3
    if (count < least) fail('one-class', { stage: 'cka', by, conditions, least })
    const known = JSON.parse(table.meta.names ?? '[]') as string[]
    const part = (features: readonly string[]) => some(means, count, placesOf(known, features))
    const values = pairs.map(([[, a], [, b]]) =>
      measure === 'svcca'
        ? svcca(part(a), part(b), { rows: count, keep })
        : alignment[measure](part(a), part(b), count),
    )
    return oneRow(table, Float32Array.from(values), names)
  },
})

const alignment = { cka: linearCka, unbiasedCka }

function placesOf(known: readonly string[], features: readonly string[]): number[] {
  const missing = features.filter((name) => !known.includes(name))
  if (missing.length > 0) fail('channel-missing', { stage: 'cka', missing })
  return features.map((name) => known.indexOf(name))
}

function some(means: Float64Array, count: number, places: readonly number[]): Float64Array {
  const cols = means.length / count
  return Float64Array.from({ length: count * places.length }, (_, i) => {
    return means[Math.floor(i / places.length) * cols + places[i % places.length]]
  })
}

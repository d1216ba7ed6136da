import * as z from 'zod'
import { fail } from '../../errors.ts'
import { covariance } from '../../kernels/covariance.ts'
import {
  crossnobis,
  dissimilarities,
  geodesic,
  geotopological,
} from '../../kernels/dissimilarity.ts'
import { multiply } from '../../kernels/multiply.ts'
import { panels } from '../../kernels/panels.ts'
import { whitening } from '../../kernels/tangent-space.ts'
import { defineFitStage } from '../../stage.ts'
import { columnWords, conditionMeans } from '../../tables/condition-means.ts'
import { finiteRowsOf } from '../../tables/finite-rows.ts'
import { oneRow } from '../../tables/one-row.ts'
import { markRdms } from '../../tables/rdm-drawing.ts'
import type { Table } from '../../tables/table.ts'

const options = z
  .strictObject({
    by: z.string().min(1).meta({ description: 'label column whose values are the conditions' }),
    distance: z
      .enum(['correlation', 'euclidean', 'crossnobis'])
      .default('correlation')
      .meta({ description: 'how two patterns differ; crossnobis: between different runs alone' }),
    over: z
      .enum(['recording', 'subject'])
      .default('recording')
      .meta({ description: 'whose rows make one RDM' }),
    noise: z
      .enum(['none', 'residuals'])
      .default('none')
      .meta({
        description:
          'what crossnobis whitens by: the covariance of what rows differ from the mean of their ' +
          'condition and run, shrunk after Ledoit and Wolf',
      }),
    topology: z
      .union([z.literal('geodesic'), z.tuple([z.number().min(0).lt(1), z.number().gt(0).max(1)])])
      .optional()
      .meta({
        unit: '1',
        description:
          'geodesic: shortest ways; two quantiles: what lies below is 0, above 1 (topological RSA)',
      }),
  })
  .refine(({ distance, over }) => distance !== 'crossnobis' || over === 'subject', {
    error: 'distance crossnobis compares runs: it needs over: subject',
  })
type Options = z.output<typeof options>

/**
 * Makes a representational dissimilarity matrix of the mean patterns of conditions: one row for
 * each recording or subject, a feature `a~b` for each pair, in the order of the upper triangle of
 * the sorted names. Labels that differ between the rows are left out.
 *
 * @throws {NeurarrowError} `target-missing` without the column, `one-class` with fewer than two
 *   conditions, `non-finite`, `split-impossible` when crossnobis finds fewer than two runs or a run
 *   without one of the conditions
 * @see rsatoolbox.rdm.calc_rdm
 */
export const rdm = defineFitStage({
  use: 'rdm',
  title: 'How unlike the patterns of conditions are, pair by pair',
  reads: ['features'],
  writes: 'features',
  scope: 'fold',
  scopeOf: ({ over }) => over,
  version: 2,
  cites: ['doi:10.3389/neuro.06.004.2008', 'doi:10.1016/j.neuroimage.2015.12.012'],
  options,
  fit: () => undefined,
  apply(input, _, given) {
    const table = input as Table<'features'>
    if (table.rows === 0) return oneRow(table, new Float32Array(0), [])
    finiteRowsOf(table, 'rdm')
    const of = columnWords(table, given.by)
    const { conditions, means } = conditionMeans(table, of)
    const count = conditions.length
    if (count < 2) fail('one-class', { stage: 'rdm', by: given.by, conditions })
    const { distance } = given
    const found =
      distance === 'crossnobis'
        ? acrossRuns(table, of, conditions, given)
        : dissimilarities(means, count, distance)
    const names = conditions.flatMap((a, i) => conditions.slice(i + 1).map((b) => `${a}~${b}`))
    const row = oneRow(table, Float32Array.from(transformed(found, count, given)), names)
    return markRdms(row, distance)
  },
})

function transformed(found: Float64Array, count: number, { topology }: Options): Float64Array {
  if (topology === undefined) return found
  if (topology === 'geodesic') return geodesic(found, count)
  return geotopological(found, topology[0], topology[1])
}

function acrossRuns(
  table: Table<'features'>,
  of: readonly string[],
  conditions: readonly string[],
  { noise }: Options,
): Float64Array {
  const runs = columnWords(table, 'run')
  const folds = [...new Set(runs)].sort()
  const parts = folds.map((run) => ({
    own: conditionMeans(table, of, (row) => runs[row] === run, conditions).means,
    rest: conditionMeans(table, of, (row) => runs[row] !== run, conditions).means,
  }))
  const bad = parts.findIndex(({ own, rest }) => own.some(Number.isNaN) || rest.some(Number.isNaN))
  if (folds.length < 2 || bad >= 0) {
    fail('split-impossible', { stage: 'rdm', runs: folds.length, lacksCondition: folds[bad] })
  }
  const count = conditions.length
  const size = parts[0].own.length
  const depth = size / count
  const whiten = noise === 'none' ? undefined : noiseWhitening(table, of, runs)
  const laid = (which: 'own' | 'rest') => {
    const all = new Float64Array(parts.length * size)
    parts.forEach((part, f) => {
      const x = part[which]
      const white = whiten ? multiply(panels(x, count, depth), panels(whiten, depth, depth)) : x
      all.set(white, f * size)
    })
    return all
  }
  return crossnobis(laid('own'), laid('rest'), folds.length, count)
}

/** The inverse square root of the shrunk covariance of residuals, shape [D, D]. */
function noiseWhitening(table: Table<'features'>, of: readonly string[], runs: readonly string[]) {
  const { values, rows, cols } = finiteRowsOf(table, 'rdm')
  const cells = of.map((name, r) => `${name}\n${runs[r]}`)
  const { conditions, means } = conditionMeans(table, cells)
  const place = new Map(conditions.map((name, k) => [name, k]))
  const columns = new Float64Array(values.length)
  for (let r = 0; r < rows; r++) {
    const from = (place.get(cells[r]) ?? 0) * cols
    for (let d = 0; d < cols; d++) columns[d * rows + r] = values[r * cols + d] - means[from + d]
  }
  const cov = covariance(columns, cols, 'ledoitWolf')
  const whiten = whitening(cov, cols)
  if (whiten.every(Number.isFinite)) return whiten
  const remedy = 'more than one row for each condition and run, or noise: none'
  return fail('rank-deficient', { stage: 'rdm', features: cols, rows, remedy })
}

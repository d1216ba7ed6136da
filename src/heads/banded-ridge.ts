import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Labels, type Matrix, requireFinite } from '../head.ts'
import { bandedRidge as fitBands } from '../kernels/banded-ridge.ts'
import { dirichlet } from '../kernels/dirichlet.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { random } from '../kernels/random.ts'

const decades = Array.from({ length: 7 }, (_, i) => 10 ** (i - 1))

const options = z.strictObject({
  alpha: z
    .array(z.number().positive())
    .min(1)
    .default(decades)
    .meta({ unit: '1', description: 'penalties to choose from, for each voxel by itself' }),
  penalty: z
    .enum(['squared', 'singular'])
    .default('squared')
    .meta({
      description:
        'squared: alpha stands beside the squared singular values (scikit-learn, himalaya); ' +
        'singular: beside the singular values, so that its square counts (Huth)',
    }),
  gammas: z
    .array(z.array(z.number().min(0)).min(1))
    .min(1)
    .optional()
    .meta({ unit: '1', description: 'weights of the bands to choose from; drawn when not given' }),
  draws: z
    .int()
    .min(0)
    .default(20)
    .meta({ unit: '1', description: 'weights of bands that are drawn beside equal ones' }),
  folds: z
    .int()
    .min(2)
    .default(5)
    .meta({ unit: '1', description: 'inner folds, of whole runs or subjects where there are two' }),
})
type Options = z.output<typeof options>

/**
 * Ridge regression on vectors in which every voxel has a penalty of its own and, where the features
 * lie in bands, weights of the bands of its own: those with the smallest error on rows that were
 * left out. Rows of one training group are left out together; with one group, stretches of rows.
 *
 * Weights of bands are drawn from Dirichlet distributions of concentration 0.1 and 1 in turn, as
 * himalaya draws them, from the seed. Scores have shape [R, Q].
 *
 * @see himalaya.ridge.GroupRidgeCV; Dupre la Tour et al. (2022), NeuroImage 264:119728,
 *   doi:10.1016/j.neuroimage.2022.119728
 */
export const bandedRidge = defineHead({
  use: 'bandedRidge',
  title: 'Ridge regression on vectors, with a penalty and weights of bands for each voxel',
  reads: 'features',
  predicts: 'vectors',
  version: 2,
  options,
  cites: ['doi:10.1016/j.neuroimage.2022.119728'],
  fit(x, labels, given, seed) {
    requireFinite(x)
    const targets = labels.y.length / x.rows
    requireFinite({ values: labels.y, rows: x.rows, cols: targets })
    const folds = foldsOf(x, labels, given.folds)
    const bands = x.bands ?? new Int32Array(x.cols)
    const count = new Set(Array.from(bands)).size
    const data = { x: x.values, y: labels.y, rows: x.rows, bands, folds }
    const alphas = given.alpha.map((alpha) => (given.penalty === 'singular' ? alpha ** 2 : alpha))
    const fit = fitBands(data, { alphas, gammas: gammasOf(given, count, seed) })
    const sorted = fit.alphas.slice().sort()
    const median = sorted[Math.floor(sorted.length / 2)]
    const facts = { bands: count, alphaLow: sorted[0], alphaMedian: median }
    const scores = (rows: Matrix) => linearScores(rows.values, rows.rows, fit)
    return fittedHead(x.cols, scores, { facts })
  },
})

function gammasOf({ gammas, draws }: Options, bands: number, seed: number): number[][] {
  const wrong = gammas?.find((gamma) => gamma.length !== bands)
  if (wrong) fail('stage-options', { head: 'bandedRidge', option: 'gammas', value: wrong, bands })
  if (gammas) return gammas
  if (bands < 2) return [[1]]
  const draw = random(seed)
  const drawn = Array.from({ length: draws }, (_, i) => [
    ...dirichlet(draw, bands, i % 2 ? 1 : 0.1),
  ])
  return [new Array<number>(bands).fill(1 / bands), ...drawn]
}

/** The fold of each row: training groups in turn, or stretches where there is one. */
function foldsOf({ rows }: Matrix, { groups }: Labels, folds: number): Int32Array {
  if (rows < 2 * folds) fail('length-mismatch', { head: 'bandedRidge', rows, needed: 2 * folds })
  const present = [...new Set(groups ?? [])].sort((a, b) => a - b)
  if (groups && present.length > 1) {
    const place = new Map(present.map((group, i) => [group, i % folds]))
    return groups.map((group) => place.get(group) ?? 0)
  }
  return Int32Array.from({ length: rows }, (_, r) => Math.floor((r * folds) / rows))
}

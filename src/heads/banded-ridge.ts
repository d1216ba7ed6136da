import * as z from 'zod'
import { fail } from '../errors.ts'
import { defineHead, fittedHead, type Labels, type Matrix, requireFinite } from '../head.ts'
import { bandedRidge as fitBands } from '../kernels/banded-ridge.ts'
import { type ChunkPlan, chunkHoldouts } from '../kernels/chunk-holdouts.ts'
import { dirichlet } from '../kernels/dirichlet.ts'
import { rowsOfFolds } from '../kernels/left-out-ridge.ts'
import { linearScores } from '../kernels/linear-scores.ts'
import { type Random, random } from '../kernels/random.ts'

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
  bootstrap: z
    .strictObject({
      count: z.int().min(1).default(15).meta({ unit: '1', description: 'draws' }),
      chunkRows: z.int().min(1).default(20).meta({ unit: 'rows', description: 'rows of a chunk' }),
      share: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.25)
        .meta({ unit: '1', description: 'share of the chunks that is held out' }),
    })
    .optional()
    .meta({
      description:
        'instead of folds: draws that hold out some of all chunks of rows that follow each other',
    }),
  judge: z
    .enum(['squaredError', 'correlation'])
    .default('squaredError')
    .meta({
      description:
        'what is best on rows left out: the smallest squared error, or the highest correlation ' +
        '(Huth), which does not see how far predictions are shrunk',
    }),
  alphaBy: z
    .enum(['voxel', 'all'])
    .default('voxel')
    .meta({ description: 'penalty and weights of bands for each voxel, or the same for all' }),
})
type Options = z.output<typeof options>

/**
 * Ridge regression on vectors in which every voxel has a penalty of its own and, where the features
 * lie in bands, weights of the bands of its own: those with the smallest error on rows that were
 * left out, or the highest correlation. Rows of one training group are left out together; with one
 * group, stretches of rows.
 * With `bootstrap` rows are held out in draws of chunks, as voxelwise encoding models often are
 * fitted: the order of rows is then that of time.
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
    const bands = x.bands ?? new Int32Array(x.cols)
    const count = new Set(Array.from(bands)).size
    const draw = random(seed)
    const gammas = gammasOf(given, count, draw)
    const tests = testsOf(x, labels, given, draw)
    const data = { x: x.values, y: labels.y, rows: x.rows, bands, tests }
    const alphas = given.alpha.map((alpha) => (given.penalty === 'singular' ? alpha ** 2 : alpha))
    const fit = fitBands(data, {
      ...{ alphas, gammas, judge: given.judge },
      oneForAll: given.alphaBy === 'all',
    })
    const sorted = fit.alphas.slice().sort()
    const median = sorted[Math.floor(sorted.length / 2)]
    const facts = { bands: count, alphaLow: sorted[0], alphaMedian: median }
    const scores = (rows: Matrix) => linearScores(rows.values, rows.rows, fit)
    return fittedHead(x.cols, scores, { facts })
  },
})

function gammasOf({ gammas, draws }: Options, bands: number, draw: Random): number[][] {
  const wrong = gammas?.find((gamma) => gamma.length !== bands)
  if (wrong) fail('stage-options', { head: 'bandedRidge', option: 'gammas', value: wrong, bands })
  if (gammas) return gammas
  if (bands < 2) return [[1]]
  const drawn = Array.from({ length: draws }, (_, i) => [
    ...dirichlet(draw, bands, i % 2 ? 1 : 0.1),
  ])
  return [new Array<number>(bands).fill(1 / bands), ...drawn]
}

/** Rows that are left out together, set by set. */
function testsOf(x: Matrix, labels: Labels, given: Options, draw: Random): Int32Array[] {
  if (given.bootstrap === undefined) return rowsOfFolds(foldsOf(x, labels, given.folds))
  const groups = labels.groups ?? new Int32Array(x.rows)
  requireChunks(groups, given.bootstrap)
  return chunkHoldouts(groups, given.bootstrap, draw)
}

function requireChunks(groups: Int32Array, { chunkRows }: ChunkPlan): void {
  const rows = new Map<number, number>()
  for (const group of groups) rows.set(group, (rows.get(group) ?? 0) + 1)
  let chunks = 0
  for (const count of rows.values()) chunks += Math.floor(count / chunkRows)
  if (chunks > 1) return
  const remedy = 'shorter chunks: two are needed'
  fail('length-mismatch', { head: 'bandedRidge', rows: groups.length, chunkRows, chunks, remedy })
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

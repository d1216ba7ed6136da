import * as z from 'zod'
import { falseDiscovery } from '../../kernels/false-discovery.ts'
import { quantiles } from '../../kernels/quantile.ts'
import { random } from '../../kernels/random.ts'
import { groupsOf, rowKeys, rowsByCode } from '../group.ts'
import { defineMap } from '../map-kind.ts'
import { repeatedCeilings } from '../repeated-ceilings.ts'
import { streamSeed } from '../resample.ts'
import { blockMoves, columnCorrelations } from '../response-scores.ts'

/**
 * How well each number of a predicted vector follows the truth, for instance each voxel of an
 * encoding model: Pearson's r over the test rows of a recording, the mean over recordings (`r`);
 * its p against predictions whose blocks of rows were shuffled within recordings (`p`, one-sided);
 * p adjusted for the false discovery rate (`q`); and, with bootstraps, a 95 % interval of r from
 * blocks drawn with replacement (`low`, `high`). Blocks keep what neighbouring rows share.
 *
 * Where the recordings of a person repeat the same stimuli, `repeats` adds the largest correlation
 * with the mean response that noise allows (`ccMax`), the correlation of that mean with the mean
 * prediction over it (`ccNorm`) and the share of the signal's power that predictions explain
 * (`spe`), see `repeatedCeilings`.
 *
 * @throws {NeurarrowError} `split-impossible` for `repeats` of recordings that are none
 * @see Huth et al. (2016), Nature 532:453-458, doi:10.1038/nature17637
 */
export const responses = defineMap({
  use: 'responses',
  title: 'How well each response is predicted, with p by block permutation',
  version: 3,
  over: 'target',
  cites: ['doi:10.1111/j.2517-6161.1995.tb02031.x'],
  options: z.strictObject({
    blockRows: z
      .int()
      .min(1)
      .default(10)
      .meta({ unit: 'rows', description: 'length of the blocks that are moved together' }),
    permutations: z
      .int()
      .min(0)
      .default(1000)
      .meta({ unit: '1', description: 'shuffles behind p and q' }),
    bootstraps: z
      .int()
      .min(0)
      .default(0)
      .meta({ unit: '1', description: 'resamples behind the interval' }),
    repeats: z.boolean().default(false).meta({
      description: 'whether all recordings of a person are of the same stimuli: noise ceilings',
    }),
  }),
  overall(told, { blockRows, permutations, bootstraps, repeats }) {
    const { truth, prediction, width, rows, seed } = told
    const { codes, names } = groupsOf(rowKeys(rows), 'recording')
    const parts = rowsByCode(codes, names.length)
    const whole = parts.map((part) => Int32Array.from(part))
    const r = columnCorrelations(truth, prediction, width, { own: whole, other: whole })
    const counts = new Float64Array(width).fill(1)
    for (let turn = 0; turn < permutations; turn++) {
      const draw = random(streamSeed(seed, 6, turn))
      const moved = whole.map((part) => blockMoves(part, blockRows, draw, 'shuffle'))
      const chance = columnCorrelations(truth, prediction, width, { own: whole, other: moved })
      for (let d = 0; d < width; d++) if (chance[d] >= r[d]) counts[d]++
    }
    const drawn: Float64Array[] = []
    for (let turn = 0; turn < bootstraps; turn++) {
      const draw = random(streamSeed(seed, 7, turn))
      const moved = whole.map((part) => blockMoves(part, blockRows, draw, 'replace'))
      drawn.push(columnCorrelations(truth, prediction, width, { own: moved, other: moved }))
    }
    const p = counts.map((count, d) =>
      Number.isNaN(r[d]) ? Number.NaN : count / (permutations + 1),
    )
    const ends = r.map((_, d) => d).length
    const side = (share: number) =>
      Float64Array.from({ length: ends }, (_, d) => {
        const values = Float32Array.from(drawn, (one) => one[d]).sort()
        return quantiles(values, [share])[0]
      })
    return {
      r,
      ...(permutations > 0 ? { p, q: falseDiscovery(p) } : {}),
      ...(bootstraps > 0 ? { low: side(0.025), high: side(0.975) } : {}),
      ...(repeats ? repeatedCeilings(told) : {}),
    }
  },
})

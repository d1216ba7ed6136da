import * as z from 'zod'
import { fail } from '../../errors.ts'
import { correlation } from '../../kernels/correlation.ts'
import { conditionMeans } from '../../tables/condition-means.ts'
import { matrixOf } from '../../tables/features.ts'
import { type Table, wordsOf } from '../../tables/table.ts'
import { defineMap } from '../map-kind.ts'

/**
 * Inter-subject correlation: how each feature of the tested rows follows the mean of the training
 * rows at the same moments, Pearson's r; with leave one subject out, that of each person with the
 * mean of the others, averaged over people. Moments are the values of the target.
 *
 * @throws {NeurarrowError} `split-impossible` when fewer than three moments are on both sides
 * @see `brainiak.isc.isc`; Nastase et al. (2019), Soc. Cogn. Affect. Neurosci. 14(6):667-685,
 *   doi:10.1093/scan/nsz037
 */
export const isc = defineMap({
  use: 'isc',
  title: 'How each feature follows that of other people at the same moments',
  version: 1,
  over: 'features',
  cites: ['doi:10.1093/scan/nsz037'],
  options: z.strictObject({}),
  compute({ sides, question }) {
    const [train, test] = [sides.train, sides.test].map((side) => side as Table<'features'>)
    const words = wordsOf(test, question.target)
    const known = new Set(wordsOf(train, question.target))
    const moments = [...new Set(words)].filter((word) => known.has(word)).sort()
    if (moments.length < 3) fail('split-impossible', { map: 'isc', moments: moments.length })
    const all = () => true
    const own = conditionMeans(test, words, all, moments).means
    const others = conditionMeans(train, wordsOf(train, question.target), all, moments).means
    const { cols } = matrixOf(test)
    const course = (means: Float64Array, d: number) => moments.map((_, m) => means[m * cols + d])
    return {
      r: Float64Array.from({ length: cols }, (_, d) =>
        correlation(course(own, d), course(others, d)),
      ),
    }
  },
})

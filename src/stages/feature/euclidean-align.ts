import * as z from 'zod'
import { fail } from '../../errors.ts'
import { firstIndefinite } from '../../kernels/definite.ts'
import { firstHole } from '../../kernels/first-hole.ts'
import { meanProduct } from '../../kernels/mean-product.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { whitening } from '../../kernels/tangent-space.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { type Segment, withSamples, withUnit } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Aligns the windows of each subject: x becomes R^-1/2 x, where R is the mean of x xᵀ / T over the
 * subject's windows, so that the mean becomes the identity. Labels are not looked at.
 *
 * The paper does not divide by T, which makes its result smaller by the root of T. The input
 * holds all windows of one subject; it is transductive when that subject is tested.
 *
 * @throws {NeurarrowError} `rank-deficient` when the mean has no inverse (an average reference
 *   before it, or fewer samples than channels), `non-finite` with the first window that is not,
 *   `length-mismatch`, `rates-differ`, `signal-too-short`
 * @see He & Wu (2020), IEEE Trans. Biomed. Eng. 67(2):399-410, doi:10.1109/TBME.2019.2913914
 */
export const euclideanAlign = defineStage({
  use: 'euclideanAlign',
  title: 'Whiten the windows of each subject by their mean covariance',
  reads: ['windows'],
  writes: 'windows',
  scope: 'subject',
  version: 1,
  cites: ['doi:10.1109/TBME.2019.2913914'],
  options: z.strictObject({}),
  run(input) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'euclideanAlign')
    if (segments.length === 0) return input
    requireFinite(segments)
    const n = segments[0].channels.length
    const mean = meanProduct(segments, n)
    if (firstIndefinite(mean, n) >= 0) {
      const remedy =
        'align before channels are made dependent, for instance by an average reference'
      fail('rank-deficient', { stage: 'euclideanAlign', channels: n, remedy })
    }
    const whiten = whitening(mean, n)
    const blocks = segments.map(({ values, samples }) => mixChannels(whiten, values, samples))
    return withUnit(withSamples(windows, blocks), '1')
  },
})

function requireFinite(segments: readonly Segment[]): void {
  for (const { values, recording, index } of segments) {
    if (firstHole(values) < 0) continue
    const remedy = 'put "- reject: { nonFinite: true }" before it'
    fail('non-finite', { stage: 'euclideanAlign', recording, window: index, remedy })
  }
}

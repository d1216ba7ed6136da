import * as z from 'zod'
import { fail } from '../../errors.ts'
import { butterworth } from '../../kernels/butterworth.ts'
import { generalizedEigen } from '../../kernels/generalized-eigen.ts'
import { meanProduct } from '../../kernels/mean-product.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { sosPadding } from '../../kernels/sos-ends.ts'
import { sosFilterBothWays } from '../../kernels/sos-filter.ts'
import { defineFitStage, type Shape, type ShapeIssue } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { type Segment, withChannels, withUnit } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

const band = z.tuple([z.number().positive(), z.number().positive()])
const options = z.strictObject({
  bandHz: band.meta({ unit: 'Hz', description: 'band of the rhythm' }),
  aroundHz: band.meta({
    unit: 'Hz',
    description: 'wider band; what of it lies beside the rhythm is noise',
  }),
  components: z
    .int()
    .min(1)
    .default(4)
    .meta({ unit: '1', description: 'components that are kept' }),
  order: z.int().min(1).max(8).default(2).meta({
    unit: '1',
    description: 'order of the Butterworth filters, which run forwards and backwards',
  }),
})
type Options = z.output<typeof options>

/**
 * Spatio-spectral decomposition: spatial filters, fitted on the training windows, after which a
 * band stands out most from its neighbourhood. Channels become `ssd1` and so on, the best first;
 * they are not filtered in time.
 *
 * Training windows with a value that is not finite are left out of the fit. Components have the
 * variance 1 in the band beside the rhythm.
 *
 * @throws {NeurarrowError} `non-finite` when no training window is finite, `stage-options` when
 *   bands do not lie in each other below half the rate, or there are fewer dimensions than
 *   components, `signal-too-short`, `channel-missing`, `length-mismatch`, `rates-differ`
 * @see Nikulin et al. (2011), NeuroImage 55(4):1528-1535, doi:10.1016/j.neuroimage.2011.01.057;
 *   mne.decoding.SSD
 */
export const ssd = defineFitStage({
  use: 'ssd',
  title: 'Filter channels so that a rhythm stands out from its neighbourhood',
  reads: ['windows'],
  writes: 'windows',
  scope: 'fold',
  version: 1,
  cites: ['doi:10.1016/j.neuroimage.2011.01.057'],
  options,
  shape(input, given): Shape {
    const channels = Array.from({ length: given.components }, (_, k) => `ssd${k + 1}`)
    return { ...input, kind: 'windows', channels, issues: issuesOf(given, input) }
  },
  fit(train, given): Fitted {
    const segments = alikeWindows(train as Table<'windows'>, 'ssd')
    const [first] = segments
    const channels = first?.channels ?? []
    const finite = segments.filter(({ values }) => values.every(Number.isFinite))
    if (finite.length === 0) fail('non-finite', { stage: 'ssd', windows: segments.length })
    const [issue] = issuesOf(given, { rateHz: first.rateHz, channels })
    if (issue) fail('stage-options', { stage: 'ssd', option: issue.path[0], says: issue.message })
    const parts = finite.map((segment) => parted(segment, given))
    const n = channels.length
    const rhythm = meanProduct(
      parts.map(({ rhythm }) => rhythm),
      n,
    )
    const noise = meanProduct(
      parts.map(({ noise }) => noise),
      n,
    )
    const { vectors, values } = generalizedEigen(rhythm, noise, n)
    const { components } = given
    if (values.length < components) {
      const facts = { option: 'components', components, rank: values.length }
      fail('stage-options', { stage: 'ssd', ...facts })
    }
    return { channels, filters: vectors.slice(0, components * n), ratio: values[0] }
  },
  apply(input, { channels, filters }) {
    const windows = input as Table<'windows'>
    const names = Array.from({ length: filters.length / channels.length }, (_, k) => `ssd${k + 1}`)
    const mixed = alikeWindows(windows, 'ssd').map((segment) => {
      if (segment.channels.join('\n') !== channels.join('\n')) {
        fail('channel-missing', { stage: 'ssd', expected: channels, found: segment.channels })
      }
      const values = mixChannels(filters, segment.values, segment.samples)
      return { ...segment, channels: names, values }
    })
    return withUnit(withChannels(windows, mixed), '1')
  },
  describe: ({ channels, filters, ratio }) => ({
    channels: channels.length,
    components: filters.length / Math.max(1, channels.length),
    ratio,
  }),
})

interface Fitted {
  readonly channels: readonly string[]
  /** Shape [components, C]. */
  readonly filters: Float64Array
  /** Power of the first component in the band over that beside it. */
  readonly ratio: number
}

function issuesOf(
  { bandHz, aroundHz, components }: Options,
  { rateHz, channels }: Pick<Shape, 'rateHz' | 'channels'>,
): ShapeIssue[] {
  const issues: ShapeIssue[] = []
  if (!(aroundHz[0] < bandHz[0] && bandHz[0] < bandHz[1] && bandHz[1] < aroundHz[1])) {
    const message = `${bandHz.join('-')} Hz does not lie within ${aroundHz.join('-')} Hz`
    issues.push({ path: ['aroundHz'], message })
  }
  if (rateHz !== undefined && aroundHz[1] >= rateHz / 2) {
    const message = `${aroundHz[1]} Hz is not below half the sampling rate of ${rateHz} Hz`
    issues.push({ path: ['aroundHz', 1], message })
  }
  if (channels !== undefined && components > channels.length) {
    const message = `${components} components of ${channels.length} channels`
    issues.push({ path: ['components'], message })
  }
  return issues
}

/** The window in the band, and what of the wider band is beside it. */
function parted(segment: Segment, { bandHz, aroundHz, order }: Options) {
  const { values, channels, samples, rateHz } = segment
  const filtered = (edges: readonly [number, number]) => {
    const relative = edges.map((hz) => (2 * hz) / rateHz)
    const sections = butterworth(order, relative, 'bandpass')
    const needed = sosPadding(sections) + 1
    if (samples < needed) fail('signal-too-short', { stage: 'ssd', samples, needed })
    return sosFilterBothWays(values, channels.length, sections)
  }
  const rhythm = filtered(bandHz)
  const noise = filtered(aroundHz).map((value, i) => value - rhythm[i])
  return { rhythm: { values: rhythm, samples }, noise: { values: noise, samples } }
}

import * as z from 'zod'
import { fail } from '../../errors.ts'
import { generalizedEigen } from '../../kernels/generalized-eigen.ts'
import { meanProduct } from '../../kernels/mean-product.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { defineFitStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import { type Segment, withChannels, withUnit } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'

/**
 * xDAWN: spatial filters, fitted on the training windows and their classes, after which the mean
 * response of a class stands out most from all that was recorded. Channels become `xdawn1@<class>`
 * and so on; with `prototypes` the filtered mean responses follow as channels of every window,
 * so that covariances of windows know how much of a response they hold.
 *
 * Training windows with a value that is not finite are left out of the fit. Filters have length 1.
 *
 * @throws {NeurarrowError} `one-class`, `non-finite` when no window of a class is finite,
 *   `stage-options` when there are fewer dimensions than components, `channel-missing`,
 *   `length-mismatch`, `rates-differ`, `signal-too-short`
 * @see Rivet et al. (2009), IEEE Trans. Biomed. Eng. 56(8):2035-2043,
 *   doi:10.1109/TBME.2009.2012869; pyriemann.spatialfilters.Xdawn
 */
export const xdawn = defineFitStage({
  use: 'xdawn',
  title: 'Filter channels so that responses of classes stand out',
  reads: ['windows'],
  writes: 'windows',
  scope: 'fold',
  supervised: true,
  version: 1,
  cites: ['doi:10.1109/TBME.2009.2012869'],
  options: z.strictObject({
    components: z
      .int()
      .min(1)
      .default(4)
      .meta({ unit: '1', description: 'components of each class' }),
    prototypes: z
      .boolean()
      .default(false)
      .meta({ description: 'add the filtered mean responses as channels' }),
  }),
  shape: (input) => ({ ...input, kind: 'windows', channels: undefined }),
  fit(train, { components }, { target }): Fitted {
    const labels = target ?? fail('internal', { stage: 'xdawn', missing: 'target' })
    const segments = alikeWindows(train as Table<'windows'>, 'xdawn')
    const channels = segments[0]?.channels ?? []
    const finite = segments.filter(({ values }) => values.every(Number.isFinite))
    const lengths = new Set(segments.map(({ samples }) => samples))
    if (lengths.size > 1) fail('length-mismatch', { stage: 'xdawn', samples: [...lengths] })
    const present = [...new Set(segments.map(({ from }) => labels.y[from]))].sort((a, b) => a - b)
    if (present.length < 2) fail('one-class', { stage: 'xdawn', classes: labels.classes })
    const all = centredProduct(finite, channels.length)
    const classes = present.map((code) => {
      const own = finite.filter(({ from }) => labels.y[from] === code)
      if (own.length === 0) fail('non-finite', { stage: 'xdawn', class: labels.classes[code] })
      const filters = filtersOf(meanOf(own), all, { channels: channels.length, components })
      const { samples } = own[0]
      const prototype = mixChannels(filters, meanOf(own).values, samples)
      return { name: labels.classes[code] ?? `${code}`, filters, prototype }
    })
    return { channels, components, samples: segments[0]?.samples ?? 0, classes }
  },
  apply(input, { channels, components, samples, classes }, { prototypes }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'xdawn')
    const own = classes.flatMap(({ name }) =>
      Array.from({ length: components }, (_, k) => `xdawn${k + 1}@${name}`),
    )
    const names = prototypes ? [...own, ...own.map((name) => `mean ${name}`)] : own
    const mixed = segments.map((segment) => {
      if (segment.channels.join('\n') !== channels.join('\n')) {
        fail('channel-missing', { stage: 'xdawn', expected: channels, found: segment.channels })
      }
      if (prototypes && segment.samples !== samples) {
        fail('length-mismatch', { stage: 'xdawn', expected: samples, found: segment.samples })
      }
      const parts = classes.map(({ filters }) =>
        mixChannels(filters, segment.values, segment.samples),
      )
      if (prototypes) parts.push(...classes.map(({ prototype }) => prototype))
      const values = new Float32Array(names.length * segment.samples)
      parts.forEach((part, i) => {
        values.set(part, i * components * segment.samples)
      })
      return { ...segment, channels: names, values }
    })
    return withUnit(withChannels(windows, mixed), '1')
  },
  describe: ({ channels, components, classes }) => ({
    channels: channels.length,
    components,
    classes: classes.length,
  }),
})

interface Fitted {
  readonly channels: readonly string[]
  readonly components: number
  readonly samples: number
  readonly classes: readonly {
    readonly name: string
    /** Shape [components, C]. */
    readonly filters: Float64Array
    /** The filtered mean response, shape [components, T]. */
    readonly prototype: Float32Array
  }[]
}

interface Block {
  readonly values: Float32Array
  readonly samples: number
}

function meanOf(windows: readonly Segment[]): Block {
  const sum = new Float64Array(windows[0].values.length)
  for (const { values } of windows) for (let i = 0; i < sum.length; i++) sum[i] += values[i]
  return {
    values: Float32Array.from(sum, (value) => value / windows.length),
    samples: windows[0].samples,
  }
}

/** Covariance over all samples of all blocks together, shape [C, C]. */
function centredProduct(blocks: readonly Block[], channels: number): Float64Array {
  const out = meanProduct(blocks, channels)
  const means = new Float64Array(channels)
  let total = 0
  for (const { values, samples } of blocks) {
    total += samples
    for (let i = 0; i < values.length; i++) means[Math.floor(i / samples)] += values[i]
  }
  for (let i = 0; i < out.length; i++) {
    out[i] -= (means[Math.floor(i / channels)] / total) * (means[i % channels] / total)
  }
  return out
}

function filtersOf(
  response: Block,
  all: Float64Array,
  { channels, components }: { channels: number; components: number },
): Float64Array {
  const { vectors } = generalizedEigen(centredProduct([response], channels), all, channels)
  const rank = vectors.length / channels
  if (rank < components) {
    const remedy = 'ask for fewer components, or keep more channels'
    fail('stage-options', { stage: 'xdawn', option: 'components', components, rank, remedy })
  }
  const filters = vectors.slice(0, components * channels)
  for (let k = 0; k < components; k++) {
    const row = filters.subarray(k * channels, (k + 1) * channels)
    const length = Math.hypot(...row)
    for (let c = 0; c < channels; c++) row[c] /= length
  }
  return filters
}

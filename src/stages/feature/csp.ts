import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type CommonPatterns, commonPatterns } from '../../kernels/common-patterns.ts'
import { meanProduct } from '../../kernels/mean-product.ts'
import { mixChannels } from '../../kernels/mix-channels.ts'
import { mostInforming } from '../../kernels/most-informing.ts'
import { rowInverse } from '../../kernels/row-inverse.ts'
import { defineFitStage, type FittedMap } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'

/**
 * Common spatial patterns, fitted on the training windows and their classes: the power of the
 * components in which classes differ most, a feature each. Channels of a `filterBank` are taken
 * band by band; with `select` the features of all bands that share most information with the class
 * are kept, which is filter-bank CSP.
 *
 * Training windows with a value that is not finite are left out of the fit; such a window has NaN
 * features. Covariances are about 0, so that slow drifts should have been filtered out.
 *
 * @throws {NeurarrowError} `one-class`, `non-finite` when no window of a class is finite,
 *   `stage-options` when there are fewer dimensions than components, `not-converged`,
 *   `channel-missing`, `length-mismatch`, `rates-differ`, `signal-too-short`
 * @see mne.decoding.CSP; Ang et al. (2012), Front. Neurosci. 6:39, doi:10.3389/fnins.2012.00039
 */
export const csp = defineFitStage({
  use: 'csp',
  title: 'Power of the components in which classes differ most',
  reads: ['windows'],
  writes: 'features',
  scope: 'fold',
  supervised: true,
  version: 1,
  cites: [
    'doi:10.1109/MSP.2008.4408441',
    'doi:10.1109/TBME.2008.921154',
    'doi:10.3389/fnins.2012.00039',
  ],
  options: z.strictObject({
    components: z
      .int()
      .min(1)
      .default(4)
      .meta({ unit: '1', description: 'components kept of each band' }),
    shrinkage: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .meta({ unit: '1', description: 'share of the identity in the covariance of a class' }),
    log: z.boolean().default(true).meta({ description: 'give the natural logarithm of the power' }),
    select: z.int().min(1).optional().meta({
      unit: '1',
      description: 'features kept, those that know most of the class in the training windows',
    }),
  }),
  fit(train, options, { target }): Fitted {
    const labels = target ?? fail('internal', { stage: 'csp', missing: 'target' })
    if (labels.classes.length < 2) fail('one-class', { stage: 'csp', classes: labels.classes })
    const segments = alikeWindows(train as Table<'windows'>, 'csp')
    const channels = segments[0]?.channels ?? []
    const bands = bandsOf(channels).map(({ name, members }) => {
      const picked = segments.map((segment) => pickedRows(segment, members))
      const codes = segments.map(({ from }) => labels.y[from])
      return { name, members, ...patternsOf(picked, codes, options) }
    })
    const { components, select, log } = options
    const all = bands.length * components
    if (select === undefined || select >= all) return { channels, bands, components }
    const powers = segments.map((segment) => powersOf(segment, { bands, components, log }))
    const kept = mostInforming(
      powers,
      segments.map(({ from }) => labels.y[from]),
      select,
    )
    return { channels, bands, components, kept }
  },
  apply(input, { channels, bands, components, kept }, { log }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'csp')
    const found = segments[0]?.channels ?? channels
    if (found.join('\n') !== channels.join('\n')) {
      fail('channel-missing', { stage: 'csp', expected: channels, found })
    }
    const names = namesOf(bands, components)
    const places = kept ?? [...names.keys()]
    const values = new Float32Array(segments.length * places.length)
    segments.forEach((segment, r) => {
      const powers = powersOf(segment, { bands, components, log })
      places.forEach((place, k) => {
        values[r * places.length + k] = powers[place]
      })
    })
    const shown = places.map((place) => names[place])
    return windowFeatures(windows, segments, values, { names: shown, unit: '1' })
  },
  describe: ({ bands, components, channels }) => ({
    bands: bands.length,
    components,
    channels: channels.length,
    rank: Math.min(...bands.map(({ rank }) => rank)),
  }),
  maps: ({ channels, bands, components }) =>
    bands.flatMap((band) => bandMaps(band, channels, components)),
})

interface Band extends CommonPatterns {
  /** Of the band, as in the names of its channels; empty when there is one. */
  readonly name: string
  readonly members: readonly number[]
}

interface Fitted {
  readonly channels: readonly string[]
  readonly bands: readonly Band[]
  readonly components: number
  /** Places of the features that are kept, ascending, when not all are. */
  readonly kept?: readonly number[]
}

/** The power of each component of each band. */
function powersOf(
  segment: Segment,
  { bands, components, log }: Pick<Fitted, 'bands' | 'components'> & { readonly log: boolean },
): number[] {
  return bands.flatMap(({ members, filters }) => {
    const { values, samples } = pickedRows(segment, members)
    const some = filters.subarray(0, components * members.length)
    const powers = [...meanPowers(mixChannels(some, values, samples), samples)]
    return log ? powers.map(Math.log) : powers
  })
}

/** Filters of a band, and what of the channels goes with each: the inverse of the filters. */
function bandMaps(
  { name, members, filters }: Band,
  channels: readonly string[],
  components: number,
): FittedMap[] {
  const own = members.map((c) => channels[c].replace(/@[^@]*$/, ''))
  const pattern = rowInverse(filters, own.length)
  const part = (all: Float64Array, k: number) => all.slice(k * own.length, (k + 1) * own.length)
  return Array.from({ length: components }, (_, index) => index).flatMap((index) => {
    const panel = `csp${index + 1}${name === '' ? '' : ` ${name}`}`
    const shared = { panel, index, channels: own }
    return [
      { ...shared, series: 'pattern', values: part(pattern, index) },
      { ...shared, series: 'filter', values: part(filters, index) },
    ]
  })
}

/** Channels by what stands behind the last @ of their names. */
function bandsOf(channels: readonly string[]): { name: string; members: number[] }[] {
  const bands = new Map<string, number[]>()
  channels.forEach((channel, i) => {
    const name = channel.includes('@') ? channel.slice(channel.lastIndexOf('@') + 1) : ''
    bands.set(name, [...(bands.get(name) ?? []), i])
  })
  return [...bands].map(([name, members]) => ({ name, members }))
}

interface Picked {
  readonly values: Float32Array
  readonly samples: number
}

function pickedRows({ values, samples, channels }: Segment, members: readonly number[]): Picked {
  if (members.length === channels.length) return { values, samples }
  const out = new Float32Array(members.length * samples)
  members.forEach((c, i) => {
    out.set(values.subarray(c * samples, (c + 1) * samples), i * samples)
  })
  return { values: out, samples }
}

function patternsOf(
  windows: readonly Picked[],
  codes: readonly number[],
  { components, shrinkage }: { components: number; shrinkage: number },
): CommonPatterns {
  const n = windows.length === 0 ? 0 : windows[0].values.length / windows[0].samples
  const present = [...new Set(codes)].sort((a, b) => a - b)
  if (present.length < 2) fail('one-class', { stage: 'csp', windows: windows.length })
  const finite = windows.map(({ values }) => values.every(Number.isFinite))
  const byClass = present.map((code) => windows.filter((_, i) => finite[i] && codes[i] === code))
  const empty = byClass.findIndex((some) => some.length === 0)
  if (empty >= 0) fail('non-finite', { stage: 'csp', class: present[empty] })
  const covariances = byClass.map((some) => shrunk(secondMoments(some, n), n, shrinkage))
  const all = byClass.reduce((sum, some) => sum + some.length, 0)
  const shares = byClass.map((some) => some.length / all)
  const patterns = commonPatterns(covariances, n, shares)
  const { rank, converged } = patterns
  if (!converged) fail('not-converged', { stage: 'csp' })
  if (rank < components) {
    const remedy = 'ask for fewer components, or keep more channels'
    fail('stage-options', { stage: 'csp', option: 'components', components, rank, remedy })
  }
  return patterns
}

/** Over all samples but one, as covariances are, though about 0. */
function secondMoments(windows: readonly Picked[], n: number): Float64Array {
  const all = windows.reduce((sum, { samples }) => sum + samples, 0)
  return meanProduct(windows, n).map((value) => (value * all) / (all - 1))
}

function shrunk(cov: Float64Array, n: number, share: number): Float64Array {
  let trace = 0
  for (let i = 0; i < n; i++) trace += cov[i * n + i]
  const out = cov.map((value) => (1 - share) * value)
  for (let i = 0; i < n; i++) out[i * n + i] += (share * trace) / n
  return out
}

/** Mean squares of rows [D, T]. */
function meanPowers(rows: Float32Array, samples: number): Float64Array {
  const out = new Float64Array(rows.length / samples)
  for (let d = 0; d < out.length; d++) {
    let sum = 0
    for (let t = d * samples; t < (d + 1) * samples; t++) sum += rows[t] * rows[t]
    out[d] = sum / samples
  }
  return out
}

function namesOf(bands: readonly Band[], components: number): string[] {
  return bands.flatMap(({ name }) =>
    Array.from({ length: components }, (_, k) => `csp${k + 1}${name === '' ? '' : `@${name}`}`),
  )
}

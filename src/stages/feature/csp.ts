import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type CommonPatterns, commonPatterns } from '../../kernels/common-patterns.ts'
import { mostInforming } from '../../kernels/most-informing.ts'
import { rowInverse } from '../../kernels/row-inverse.ts'
import { defineFitStage, type FittedMap } from '../../stage.ts'
import { type SecondMoments, secondMomentsOf } from '../../tables/second-moments.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Common spatial patterns, fitted on the training windows and their classes: the power of the
 * components in which classes differ most, a feature each. Channels of a `filterBank` are taken
 * band by band; with `select` the features of all bands that share most information with the class
 * are kept, which is filter-bank CSP.
 *
 * It takes windows, or their matrices by `covariance: { estimator: sample, center: false }`, which
 * every fold then shares, in a fraction of time and memory. Logarithms of the power are then higher
 * by ln(T / (T - 1)), T all samples of a class, since MNE divides by T - 1.
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
  reads: ['windows', 'matrices'],
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
    const moments = momentsOf(train)
    const { channels, rows } = moments
    const codes = rows.map((row) => labels.y[row])
    const bands = bandsOf(channels).map((band) => ({
      ...band,
      ...patternsOf(moments, { members: band.members, codes }, options),
    }))
    const { components, select, log } = options
    const all = bands.length * components
    if (select === undefined || select >= all) return { channels, bands, components }
    const powers = rows.map((_, i) => powersOf(moments, i, { bands, components, log }))
    return { channels, bands, components, kept: mostInforming(powers, codes, select) }
  },
  apply(input, { channels, bands, components, kept }, { log }) {
    const moments = momentsOf(input)
    const found = moments.rows.length > 0 ? moments.channels : channels
    if (found.join('\n') !== channels.join('\n')) {
      fail('channel-missing', { stage: 'csp', expected: channels, found })
    }
    const names = namesOf(bands, components)
    const places = kept ?? [...names.keys()]
    const values = new Float32Array(moments.rows.length * places.length)
    moments.rows.forEach((_, r) => {
      const powers = powersOf(moments, r, { bands, components, log })
      places.forEach((place, k) => {
        values[r * places.length + k] = powers[place]
      })
    })
    const shown = places.map((place) => names[place])
    return moments.features(values, shown)
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

function momentsOf(table: Table): SecondMoments {
  return secondMomentsOf(table as Table<'windows' | 'matrices'>, 'csp')
}

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
  moments: SecondMoments,
  window: number,
  { bands, components, log }: Pick<Fitted, 'bands' | 'components'> & { readonly log: boolean },
): number[] {
  return bands.flatMap(({ members, filters }) => {
    const some = filters.subarray(0, components * members.length)
    const powers = [...moments.powers(window, members, some)]
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

function patternsOf(
  moments: SecondMoments,
  { members, codes }: { members: readonly number[]; codes: readonly number[] },
  { components, shrinkage }: { components: number; shrinkage: number },
): CommonPatterns {
  const n = members.length
  const present = [...new Set(codes)].sort((a, b) => a - b)
  if (present.length < 2) fail('one-class', { stage: 'csp', windows: codes.length })
  const finite = codes.map((_, i) => moments.isFinite(i, members))
  const byClass = present.map((code) =>
    codes.flatMap((own, i) => (finite[i] && own === code ? [i] : [])),
  )
  const empty = byClass.findIndex((some) => some.length === 0)
  if (empty >= 0) fail('non-finite', { stage: 'csp', class: present[empty] })
  const covariances = byClass.map((some) => shrunk(moments.mean(some, members), n, shrinkage))
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

function shrunk(cov: Float64Array, n: number, share: number): Float64Array {
  let trace = 0
  for (let i = 0; i < n; i++) trace += cov[i * n + i]
  const out = cov.map((value) => (1 - share) * value)
  for (let i = 0; i < n; i++) out[i * n + i] += (share * trace) / n
  return out
}

function namesOf(bands: readonly Band[], components: number): string[] {
  return bands.flatMap(({ name }) =>
    Array.from({ length: components }, (_, k) => `csp${k + 1}${name === '' ? '' : `@${name}`}`),
  )
}

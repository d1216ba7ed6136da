import * as z from 'zod'
import { fail } from '../../errors.ts'
import { autoregression, autoregressionOrder } from '../../kernels/autoregression.ts'
import { directedSpectra, spectralGranger } from '../../kernels/directed-spectra.ts'
import { granger } from '../../kernels/granger.ts'
import { defineStage, type ShapeIssue } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Segment } from '../../tables/signals.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'

const options = z
  .strictObject({
    measure: z.enum(['granger', 'spectralGranger', 'dtf', 'ffdtf', 'ddtf', 'pdc', 'gpdc']).meta({
      description:
        'granger: given all other channels; spectralGranger: of each pair; dtf, ffdtf, ddtf: ' +
        'directed transfer function, over all frequencies, and direct; pdc, gpdc: partial ' +
        'directed coherence, and generalized',
    }),
    bandsHz: z
      .array(z.tuple([z.number().min(0), z.number().positive()]))
      .min(1)
      .optional()
      .meta({ unit: 'Hz', description: 'bands [low, high); not for granger' }),
    stepHz: z.number().positive().default(1).meta({
      unit: 'Hz',
      description: 'from one frequency of a band to the next; they are its multiples',
    }),
    order: z
      .union([z.int().min(1), z.enum(['bic', 'aic'])])
      .default('bic')
      .meta({
        unit: 'samples',
        description: 'samples that a sample is predicted from; bic, aic: by criterion a window',
      }),
    maxOrder: z.int().min(1).default(15).meta({
      unit: 'samples',
      description: 'largest order that a criterion may choose',
    }),
  })
  .refine(({ measure, bandsHz }) => (measure === 'granger') === !bandsHz, {
    error: 'bandsHz is needed, but not with granger',
  })
type Options = z.output<typeof options>
type Band = readonly [number, number]

/**
 * Measures how much each channel acts on each other one in a window, from a vector autoregression:
 * a feature for each ordered pair (`a>b`: a acts on b) and band, pairs by what acts, then by what
 * is acted on. Each is averaged over the frequencies of the band; `ffdtf` and `ddtf` are related to
 * the frequencies of all bands.
 *
 * A value that is not finite makes its window NaN.
 *
 * @throws {NeurarrowError} `rank-deficient` when channels depend on each other (an average
 *   reference) or one is flat, `signal-too-short` when a window has too few samples for the order,
 *   `stage-options` when a band holds no frequency, `length-mismatch`, `rates-differ`
 * @see statsmodels.tsa.api.VAR
 */
export const directedConnectivity = defineStage({
  use: 'directedConnectivity',
  title: 'How much each channel acts on each other one',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1007/BF00198091', 'doi:10.1016/S0165-0270(03)00052-9', 'doi:10.1007/PL00007990'],
  options,
  shape: ({ rateHz }, given) => ({
    kind: 'features',
    issues: rateHz === undefined ? [] : issuesOf(given, rateHz),
  }),
  contextS: () => 0,
  run(input, given) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'directedConnectivity')
    const channels = segments[0]?.channels ?? []
    const bands = given.bandsHz ?? []
    const cols = channels.length * (channels.length - 1) * Math.max(1, bands.length)
    const values = new Float32Array(segments.length * cols)
    segments.forEach((segment, r) => {
      values.set(measured(segment, given), r * cols)
    })
    return windowFeatures(windows, segments, values, { names: namesOf(channels, bands), unit: '1' })
  },
})

const frequenciesOf = ([low, high]: Band, stepHz: number) => {
  const [first, end] = [Math.ceil(low / stepHz - 1e-9), Math.ceil(high / stepHz - 1e-9)]
  return Array.from({ length: Math.max(0, end - first) }, (_, k) => (first + k) * stepHz)
}

function issuesOf({ bandsHz = [], stepHz }: Options, rateHz: number): ShapeIssue[] {
  return bandsHz.flatMap((band, b) => {
    const path = ['bandsHz', b]
    if (band[1] > rateHz / 2) {
      const message = `${band[1]} Hz is above half the sampling rate of ${rateHz} Hz`
      return [{ path, message }]
    }
    if (frequenciesOf(band, stepHz).length > 0) return []
    return [{ path, message: `no multiple of ${stepHz} Hz lies from ${band.join(' to ')} Hz` }]
  })
}

function measured(window: Segment, given: Options): Float64Array {
  const { values, channels, rateHz, recording, index } = window
  const { bandsHz = [], stepHz } = given
  const n = channels.length
  const [issue] = issuesOf(given, rateHz)
  if (issue) {
    const facts = { stage: 'directedConnectivity', option: 'bandsHz', says: issue.message }
    fail('stage-options', facts)
  }
  const pairs = n * (n - 1)
  if (!values.every(Number.isFinite)) {
    return new Float64Array(pairs * Math.max(1, bandsHz.length)).fill(Number.NaN)
  }
  requireSamples(window, given)
  const bands = bandsHz.map((band) => frequenciesOf(band, stepHz))
  try {
    return inBands(matrices(window, given, bands.flat()), n, bands)
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    const remedy =
      'leave out flat channels and those that others sum up to, or an average reference'
    const facts = { stage: 'directedConnectivity', recording, window: index, remedy }
    return fail('rank-deficient', facts)
  }
}

function requireSamples(window: Segment, { order, maxOrder }: Options): void {
  const { channels, samples, recording, index } = window
  const largest = typeof order === 'number' ? order : maxOrder
  const needed = largest * (channels.length + 1) + 2
  if (samples >= needed) return
  const facts = { stage: 'directedConnectivity', recording, window: index, samples, needed }
  fail('signal-too-short', facts)
}

/** One matrix [C, C] for each frequency; of Granger causality one alone. */
function matrices(window: Segment, given: Options, frequenciesHz: readonly number[]) {
  const { values, channels, rateHz } = window
  const { measure, maxOrder } = given
  const n = channels.length
  const order =
    typeof given.order === 'number'
      ? given.order
      : autoregressionOrder(values, n, { most: maxOrder, criterion: given.order })
  if (measure === 'granger') return granger(values, n, order)
  if (measure === 'spectralGranger') {
    return spectralGranger(values, n, { order, rateHz, frequenciesHz })
  }
  return directedSpectra(autoregression(values, n, order), frequenciesHz, { rateHz, measure })
}

function inBands(each: Float64Array, n: number, bands: readonly (readonly number[])[]) {
  const sizes = bands.length === 0 ? [1] : bands.map((band) => band.length)
  const out = new Float64Array(n * (n - 1) * sizes.length)
  let at = 0
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      if (i === j) continue
      let from = 0
      for (const size of sizes) {
        let sum = 0
        for (let f = from; f < from + size; f++) sum += each[(f * n + i) * n + j]
        out[at++] = sum / size
        from += size
      }
    }
  }
  return out
}

function namesOf(channels: readonly string[], bands: readonly Band[]): string[] {
  const pairs = channels.flatMap((a) => channels.filter((b) => b !== a).map((b) => `${a}>${b}`))
  if (bands.length === 0) return pairs
  return pairs.flatMap((pair) => bands.map(([low, high]) => `${pair} ${low}-${high}Hz`))
}

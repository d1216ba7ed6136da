import * as z from 'zod'
import { fail } from '../../errors.ts'
import { hjorth } from '../../kernels/hjorth.ts'
import { lempelZiv } from '../../kernels/lempel-ziv.ts'
import { permutationEntropy } from '../../kernels/permutation-entropy.ts'
import { quantiles } from '../../kernels/quantile.ts'
import { sampleEntropy } from '../../kernels/sample-entropy.ts'
import { defineStage } from '../../stage.ts'
import { alikeWindows } from '../../tables/alike-windows.ts'
import type { Table } from '../../tables/table.ts'
import { windowFeatures } from '../../tables/window-features.ts'

type Measure = (x: Float32Array, given: { order: number; delay: number }) => number

/** By name: what one channel of one window is summed up to. */
const measures = {
  activity: (x) => hjorth(x).activity,
  mobility: (x) => hjorth(x).mobility,
  complexity: (x) => hjorth(x).complexity,
  skewness: (x) => standardMoment(x, 3),
  kurtosis: (x) => standardMoment(x, 4) - 3,
  lineLength: (x) => meanStep(x),
  differentialEntropy: (x) => 0.5 * Math.log(2 * Math.PI * Math.E * hjorth(x).activity),
  permutationEntropy: (x, { order, delay }) => permutationEntropy(x, order, delay),
  sampleEntropy: (x) => sampleEntropy(x, 2, 0.2 * Math.sqrt(hjorth(x).activity)),
  lempelZiv: (x) => aboveMedian(x),
} as const satisfies Record<string, Measure>

const names = Object.keys(measures) as (keyof typeof measures)[]

/**
 * Sums up each channel of a window in a few numbers: `activity` (variance, squared unit),
 * `mobility` and `complexity` after Hjorth, `skewness`, `kurtosis` (0 for a Gaussian), `lineLength`
 * (mean step from sample to sample), `differentialEntropy` (of a Gaussian of this variance, nats;
 * of channels of a `filterBank`, that of their bands), `permutationEntropy`, `sampleEntropy` (two
 * samples, a fifth of the deviation), `lempelZiv` (of above or not above the median).
 *
 * A value that is not finite makes the features of its channel NaN; so does a constant, where a
 * measure divides by its variance.
 *
 * @throws {NeurarrowError} `signal-too-short` when windows are shorter than a measure needs,
 *   `length-mismatch`, `rates-differ`
 * @see antropy.hjorth_params, perm_entropy, sample_entropy, lziv_complexity; scipy.stats.skew,
 *   scipy.stats.kurtosis
 */
export const univariate = defineStage({
  use: 'univariate',
  title: 'Sum up each channel of a window in a few numbers',
  reads: ['windows'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['doi:10.1016/0013-4694(70)90143-4', 'doi:10.1103/PhysRevLett.88.174102'],
  options: z.strictObject({
    measures: z
      .array(z.enum(names))
      .min(1)
      .meta({
        description:
          'what is computed, in order: activity is the variance; mobility, complexity after ' +
          'Hjorth; kurtosis 0 for a Gaussian; lineLength the mean step between samples; ' +
          'differentialEntropy that of a Gaussian, nats; permutationEntropy and lempelZiv from 0 ' +
          'to about 1; sampleEntropy of two samples within a fifth of the deviation',
      }),
    order: z
      .int()
      .min(2)
      .max(7)
      .default(3)
      .meta({ unit: 'samples', description: 'samples that permutation entropy compares' }),
    delay: z
      .int()
      .min(1)
      .default(1)
      .meta({ unit: 'samples', description: 'from one of them to the next' }),
  }),
  contextS: () => 0,
  run(input, { measures: asked, ...given }) {
    const windows = input as Table<'windows'>
    const segments = alikeWindows(windows, 'univariate')
    const channels = segments[0]?.channels ?? []
    const needed = Math.max(5, (given.order - 1) * given.delay + 1)
    const values = new Float32Array(segments.length * channels.length * asked.length)
    let at = 0
    for (const { values: x, samples, recording, index } of segments) {
      if (samples < needed) {
        fail('signal-too-short', { stage: 'univariate', recording, window: index, samples, needed })
      }
      for (let c = 0; c < channels.length; c++) {
        const row = x.subarray(c * samples, (c + 1) * samples)
        for (const name of asked) values[at++] = measures[name](row, given)
      }
    }
    const features = channels.flatMap((channel) => asked.map((name) => `${channel} ${name}`))
    return windowFeatures(windows, segments, values, { names: features })
  },
})

/** The mean of the k-th power of (x - mean) / deviation. */
function standardMoment(x: Float32Array, k: number): number {
  let sum = 0
  for (let t = 0; t < x.length; t++) sum += x[t]
  const mean = sum / x.length
  let [squares, powers] = [0, 0]
  for (let t = 0; t < x.length; t++) {
    const apart = x[t] - mean
    squares += apart * apart
    powers += apart ** k
  }
  return powers / x.length / (squares / x.length) ** (k / 2)
}

function meanStep(x: Float32Array): number {
  let sum = 0
  for (let t = 1; t < x.length; t++) sum += Math.abs(x[t] - x[t - 1])
  return sum / (x.length - 1)
}

function aboveMedian(x: Float32Array): number {
  if (!x.every(Number.isFinite)) return Number.NaN
  const [median] = quantiles(Float32Array.from(x).sort(), [0.5])
  return lempelZiv(
    Uint8Array.from(x, (value) => (value > median ? 1 : 0)),
    2,
  )
}

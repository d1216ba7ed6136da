import type { Kind } from '../../src/tables/kind.ts'
import type { Example } from '../fixtures/tables.ts'

/** Options with which a stage runs on the example tables. */
export interface StageExample {
  readonly options: Readonly<Record<string, unknown>>
  /** The kinds it is tried on, when not all that the stage reads. */
  readonly kinds?: readonly Kind[]
  /** What the example table is made of, when not the default. */
  readonly table?: Example
  /** Each channel of a window or segment goes into the others. */
  readonly mixesChannels?: boolean
}

const identityTangent = { reference: 'identity' }

const voxels = { rateHz: 0.5, channels: ['0,0,0', '1,0,0', '2,0,0'], lengthS: 60, pieces: 1 }

/**
 * At least one example for each stage, by its key. The conformance suite runs every one of them on
 * every kind that the stage reads; a stage without an entry is a failing test.
 */
export const stageExamples: Readonly<Record<string, readonly StageExample[]>> = {
  // signal
  pick: [{ options: { channels: ['C4', 'fp1'] } }],
  reference: [
    { options: { to: 'average' }, mixesChannels: true },
    { options: { to: ['Fp1', 'O1'] }, mixesChannels: true },
    { options: { bipolar: [['C3', 'C4']] } },
  ],
  detrend: [{ options: {} }, { options: { order: 'linear' } }],
  bandpass: [
    { options: { lowHz: 1, highHz: 40 }, kinds: ['signals'] },
    { options: { lowHz: 1, highHz: 40, method: 'butterworth' } },
    { options: { lowHz: 4, highHz: 40, method: 'butterworth', phase: 'causal' } },
  ],
  highpass: [
    { options: { lowHz: 2 }, kinds: ['signals'] },
    { options: { lowHz: 2, method: 'butterworth' } },
  ],
  lowpass: [{ options: { highHz: 30 } }, { options: { highHz: 30, method: 'butterworth' } }],
  notch: [
    { options: { freqHz: 50 }, kinds: ['signals'] },
    { options: { freqHz: 50, method: 'iir' } },
  ],
  envelope: [{ options: {} }, { options: { as: 'phase' } }],
  filterBank: [
    {
      options: {
        bandsHz: [
          [4, 8],
          [8, 12],
        ],
      },
      mixesChannels: true,
    },
    {
      options: { bandsHz: [[4, 12]], method: 'fir' },
      kinds: ['signals'],
      mixesChannels: true,
    },
  ],
  resample: [{ options: { rateHz: 100 } }, { options: { rateHz: 200, method: 'fft' } }],
  standardize: [
    { options: {} },
    { options: { method: 'robust' } },
    { options: { over: 'recording' } },
    { options: { over: 'channel' }, kinds: ['signals', 'windows'] },
    { options: { over: 'window', clamp: 3 }, kinds: ['signals', 'windows'], mixesChannels: true },
    { options: { over: 'channel', method: 'quantile' }, kinds: ['windows'] },
    { options: { over: 'recording', method: 'range' } },
  ],
  rescale: [{ options: { divisor: 100 } }, { options: { offset: -20, divisor: 40 } }],
  movingStandardize: [{ options: { factor: 0.01 } }, { options: { startS: 2 } }],
  window: [
    { options: { lengthS: 2 } },
    { options: { lengthS: 2, strideS: 1, fromS: 1, toS: 9 } },
    { options: { around: ['left'], tminS: -0.5, tmaxS: 1.5, baselineS: [-0.5, 0] } },
  ],
  baseline: [{ options: { fromS: 0, toS: 0.5 } }],
  stagedMuLaw: [{ options: {} }, { options: { mu: 100 } }],
  // artifact
  badChannels: [
    { options: { repair: 'none' } },
    { options: { correlation: 0.001, deviation: 1e6, noise: 1e6 }, mixesChannels: true },
  ],
  interpolate: [
    { options: { channels: ['C4'] }, mixesChannels: true },
    { options: { channels: ['Pz'] }, mixesChannels: true },
  ],
  reject: [
    { options: { peakToPeakUv: 500, flatUv: 0.01 } },
    { options: { nonFinite: true }, mixesChannels: true },
  ],
  ica: [
    { options: { correlate: [{ channels: ['O1'], above: 0.4 }] }, mixesChannels: true },
    {
      options: {
        method: 'fastica',
        components: 0.9,
        channels: ['Fp1', 'C3', 'C4'],
        fitBandHz: [1, 40],
        correlate: [{ channels: ['Fp1'], above: 0.4, bandHz: [1, 10] }],
      },
      mixesChannels: true,
    },
  ],
  icaComponents: [{ options: {} }, { options: { method: 'infomax', components: 3 } }],
  // volume
  mask: [
    { options: { image: 'mask.nii.gz' } },
    { options: { meanAbove: 500, of: 'firstOfSubject' } },
  ],
  parcellate: [
    { options: { atlas: 'atlas.nii.gz' } },
    { options: { atlas: 'atlas.nii.gz', statistic: 'median' } },
  ],
  confounds: [
    { options: {}, table: voxels },
    { options: { derivatives: true, squares: true }, table: voxels },
  ],
  volumeLabels: [
    { options: {}, table: voxels },
    { options: { shiftS: 4 }, table: voxels },
  ],
  volumeWindow: [
    { options: { scans: 2 } },
    { options: { scans: 2, strideScans: 2, shape: [9, 8, 7], background: 'zero' } },
    { options: { scans: 5, standardize: true }, table: { pieces: 1 } },
  ],
  // feature
  euclideanAlign: [{ options: {}, mixesChannels: true }],
  connectivity: [
    { options: { measure: 'coherence', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'envelopeCorrelation' }, mixesChannels: true },
  ],
  univariate: [{ options: { measures: ['mobility', 'sampleEntropy', 'lempelZiv', 'kurtosis'] } }],
  csp: [
    { options: { components: 2 }, mixesChannels: true },
    { options: { components: 1, shrinkage: 0.1, log: false }, mixesChannels: true },
  ],
  mvnn: [{ options: {}, mixesChannels: true }],
  bandpower: [
    {
      options: {
        bandsHz: [
          [4, 8],
          [8, 13],
        ],
        segmentS: 1,
      },
    },
    {
      options: {
        bandsHz: [
          [4, 8],
          [8, 13],
        ],
        segmentS: 1,
        log: true,
        relative: true,
      },
    },
  ],
  covariance: [
    { options: {} },
    { options: { estimator: 'sample' } },
    { options: { estimator: 'ledoitWolf' } },
  ],
  tangent: [
    { options: { reference: 'identity' } },
    { options: {} },
    { options: { reference: 'euclid' } },
    { options: { reference: 'logEuclid' } },
  ],
  subjectCenter: [{ options: {} }],
  vectors: [{ options: { table: 'stimuli.tsv', by: 'task' } }],
  pickFeatures: [{ options: { features: ['*'] } }],
  pca: [{ options: { components: 2 } }, { options: { components: 0.9 } }],
  // token
  patch: [
    { options: { lengthS: 0.5 } },
    { options: { lengthS: 0.375, tail: 'pad', order: 'time', channels: 2 }, kinds: ['windows'] },
    { options: { lengthS: 0.5, tail: 'pad', order: 'joint', count: 30 } },
  ],
  cube: [
    {
      options: { size: [1, 2, 1] },
      table: { channels: ['volume'], rateHz: 8, grid: [2, 2, 2] },
    },
  ],
  patchSpectrum: [{ options: {} }, { options: { value: 'log', scale: 'none' } }],
  stft: [
    { options: { segment: 32, standardize: 'beforeTrim', trim: 2 } },
    { options: { segment: 33, convention: 'torch', taper: 'none', bins: 10, value: 'log' } },
    { options: { segment: [16, 32], center: false } },
  ],
  superlet: [
    { options: { fromHz: 4, toHz: 40, count: 5, orders: [1, 3], hop: 16 } },
    {
      options: {
        fromHz: 4,
        toHz: 40,
        count: 2,
        orders: [2, 2],
        adaptive: false,
        hop: 20,
        value: 'log',
        standardize: 'afterTrim',
        trim: 1,
      },
    },
  ],
  muLaw: [
    { options: {} },
    { options: { over: 'channel', levels: 16, rounding: 'nearest', mu: 15 } },
    { options: { peak: 100, keepOriginal: true } },
    { options: { over: 'window' }, mixesChannels: true },
  ],
  quantile: [{ options: { levels: 8 } }, { options: { edges: [-1, 0, 0.5] } }],
  vocabulary: [
    { options: {}, table: { levels: 2 } },
    { options: { over: 'recording', least: 3 }, table: { levels: 1 } },
  ],
  codebook: [
    { options: { file: 'codes.npy' } },
    { options: { file: 'codes.npy', metric: 'cosine', keepOriginal: true } },
  ],
  coordinates: [
    { options: { file: 'gradient.csv' } },
    { options: { file: 'x.npy', as: 'geometry' } },
  ],
  maskTokens: [
    { options: {} },
    { options: { kind: 'bernoulli', ratio: 0.3, complement: true } },
    { options: { kind: 'rectangles', rectangle: [2, 1], shared: true, randomShare: 0.2 } },
    { options: { kind: 'channels', ratio: 0.25, fill: 'leave' } },
    { options: { kind: 'regions', groups: { left: ['C3', 'Fp1'], right: ['C4'] } } },
    { options: { kind: 'spans', spans: { startChance: 0.5, width: [1, 1], depthWidth: [1, 4] } } },
    { options: { kind: 'causal', at: 'each' }, table: { levels: 1 } },
    { options: { kind: 'blocks', grid: [2, 2, 1], block: [1, 2, 1] } },
    { options: { kind: 'spatiotemporal', spatiotemporal: { observe: [1, 1], edge: 1 } } },
  ],
  poolTokens: [
    { options: {} },
    { options: { pool: 'deviation' } },
    { options: { pool: 'flatten' } },
    { options: { pool: 'meanAll' } },
  ],
  tokenReport: [
    { options: {}, table: { levels: 2 } },
    { options: { over: 'recording', measures: ['explained', 'usage'] }, table: { levels: 1 } },
  ],
  tokenize: [
    {
      options: { model: 'chain-encoder' },
      kinds: ['windows'],
      table: { rateHz: 64 },
    },
  ],
  seizures: [
    { options: { model: 'tiny-seizures' }, table: { rateHz: 200 } },
    {
      options: { model: 'tiny-seizures', statistic: 'mean', edgeS: 0.5, class: 'a' },
      table: { rateHz: 250, lengthS: 4 },
    },
  ],
  generate: [
    {
      options: { model: 'plain-denoiser', steps: 5, sampler: 'ddim', schedule: { steps: 200 } },
      kinds: ['windows'],
      table: { rateHz: 64 },
      mixesChannels: true,
    },
  ],
  union: [
    {
      options: {
        of: {
          power: [{ bandpower: { bandsHz: [[4, 8]], segmentS: 1 } }],
          log: [{ baseline: { fromS: 0, toS: 0.5 } }, 'covariance', { tangent: identityTangent }],
        },
      },
      kinds: ['windows'],
      mixesChannels: true,
    },
  ],
  encode: [
    {
      options: { model: 'wavelet-encoder' },
      kinds: ['tokens'],
      table: { rateHz: 256 },
    },
  ],
}

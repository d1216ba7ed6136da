import type { StageExamples } from './stage-example.ts'

/** Examples of the stages of the family token, and of models. */
export const tokenExamples: StageExamples = {
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
  timeFrequency: [
    { options: { frequenciesHz: [10, 20], cycles: 3, hop: 8 } },
    {
      options: {
        method: 'multitaper',
        frequenciesHz: [10, 12, 20],
        cycles: 3,
        bandsHz: [
          [8, 13],
          [13, 30],
        ],
        framesEach: 10,
        value: 'log',
        standardize: 'afterTrim',
        trim: 1,
      },
    },
    { options: { frequenciesHz: [12], cycles: 2, value: 'complex', hop: 20 } },
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
  scoreCodes: [
    {
      options: { model: 'tiny-next-id' },
      kinds: ['tokens'],
      table: { rateHz: 64, levels: 1 },
      mixesChannels: true,
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
  encode: [
    {
      options: { model: 'wavelet-encoder' },
      kinds: ['tokens'],
      table: { rateHz: 256 },
    },
  ],
}

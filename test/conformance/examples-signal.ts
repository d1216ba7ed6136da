import type { StageExamples } from './stage-example.ts'

/** Examples of the stages of the family signal. */
export const signalExamples: StageExamples = {
  pick: [{ options: { channels: ['C4', 'fp1'] } }, { options: { types: ['eeg'], dropBad: true } }],
  ssp: [{ options: {} }],
  reference: [
    { options: { to: 'average' }, mixesChannels: true },
    { options: { to: ['Fp1', 'O1'] }, mixesChannels: true },
    { options: { bipolar: [['C3', 'C4']] } },
    { options: { to: 'averageOfType' }, mixesChannels: true },
    {
      options: { shaft: 'laplacian' },
      table: { channels: ['A1', 'A2', 'A3'] },
      mixesChannels: true,
    },
  ],
  sourceDensity: [{ options: {}, mixesChannels: true }],
  project: [{ options: { to: ['Cz', 'C3'] }, mixesChannels: true }],
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
  bandstop: [
    { options: { lowHz: 20, highHz: 40 }, kinds: ['signals'] },
    { options: { lowHz: 20, highHz: 40, method: 'butterworth', phase: 'causal' } },
    { options: { lowHz: 20, highHz: 40, transitionHz: 4, phase: 'minimum' }, kinds: ['signals'] },
  ],
  zapline: [{ options: { freqHz: 50, components: 2 }, mixesChannels: true }],
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
    { options: { over: 'channel', method: 'quantile', epsilon: 0.1 }, kinds: ['windows'] },
    { options: { over: 'type' }, kinds: ['signals', 'windows'], mixesChannels: true },
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
}

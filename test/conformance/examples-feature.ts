import type { StageExamples } from './stage-example.ts'

const slice = {
  rateHz: 0.5,
  channels: ['0,0,0', '1,0,0', '2,0,0'],
  lengthS: 60,
  pieces: 1,
  onGrid: true,
}

const voxels = { names: ['0,0,0', '1,0,0', '2,0,0', '3,0,0', '4,0,0'], onGrid: true }
const rdms = { names: ['p~q', 'p~r', 'p~s', 'q~r', 'q~s', 'r~s'] }

const identityTangent = { reference: 'identity' }

/** Examples of the stages of the family feature. */
const twoModels = {
  one: [['p'], ['q', 'r', 's']],
  two: [
    ['p', 'q'],
    ['r', 's'],
  ],
}

export const featureExamples: StageExamples = {
  selectFeatures: [{ options: { count: 2 } }, { options: { percent: 50 } }],
  euclideanAlign: [{ options: {}, mixesChannels: true }],
  connectivity: [
    { options: { measure: 'coherence', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'debiasedWpli', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'ppc', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'envelopeCorrelation' }, mixesChannels: true },
    { options: { measure: 'orthogonalEnvelopeCorrelation' }, mixesChannels: true },
  ],
  directedConnectivity: [
    { options: { measure: 'granger', maxOrder: 4 }, mixesChannels: true },
    { options: { measure: 'ddtf', bandsHz: [[4, 8]], order: 3 }, mixesChannels: true },
    { options: { measure: 'spectralGranger', bandsHz: [[4, 8]], order: 3 }, mixesChannels: true },
  ],
  univariate: [{ options: { measures: ['mobility', 'sampleEntropy', 'lempelZiv', 'kurtosis'] } }],
  csp: [
    { options: { components: 2 }, mixesChannels: true },
    { options: { components: 1, shrinkage: 0.1, log: false }, mixesChannels: true },
  ],
  xdawn: [
    { options: { components: 2 }, mixesChannels: true },
    { options: { components: 1, prototypes: true }, mixesChannels: true },
  ],
  ssd: [{ options: { bandHz: [8, 12], aroundHz: [6, 14], components: 2 }, mixesChannels: true }],
  spectralSlope: [
    { options: { segmentS: 1, fitHz: [2, 30], bandsHz: [[8, 13]] } },
    { options: { segmentS: 1, fitHz: [2, 30], knee: true, mostPeaks: 2 } },
  ],
  phaseAmplitude: [
    { options: { phaseHz: [[4, 8]], amplitudeHz: [[20, 40]] } },
    {
      options: {
        ...{ phaseHz: [[4, 8]], amplitudeHz: [[20, 40]], measure: 'meanVector', shifts: 10 },
      },
    },
  ],
  frequencyTagging: [
    { options: { frequenciesHz: [4, 8], segmentS: 0.5, measures: ['amplitude', 'snr', 'itc'] } },
    { options: { frequenciesHz: [6], harmonics: 2, segmentS: 0.5, measures: ['p'] } },
  ],
  stimulusResponse: [
    { options: { stimulus: 'O1', bandsHz: [[4, 8]], segmentS: 0.5 } },
    { options: { stimulus: 'O1', bandsHz: [[4, 8]], measures: ['gain', 'delay'], segmentS: 0.5 } },
  ],
  interTrial: [
    { options: { frequenciesHz: [10, 20], cycles: 3, hop: 40 } },
    { options: { frequenciesHz: [12], cycles: 3, hop: 50, measures: ['power', 'itc'] } },
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
    { options: { bandsHz: [[8, 13]], method: 'multitaper', adaptive: true } },
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
  subjectCenter: [{ options: {} }, { options: { scale: true }, kinds: ['matrices'] }],
  rotateSubjects: [{ options: {} }, { options: { distance: 'logEuclid', rounds: 2 } }],
  vectors: [{ options: { table: 'stimuli.tsv', by: 'task' } }],
  stimulusWindows: [
    {
      options: { table: 'stimuli.tsv', by: 'task', binS: 0.1 },
      kinds: ['windows'],
      mixesChannels: true,
    },
  ],
  pickFeatures: [{ options: { features: ['*'] } }],
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
  pca: [{ options: { components: 2 } }, { options: { components: 0.9 } }],
  connectome: [
    { options: {}, mixesChannels: true },
    { options: { measure: 'partialCorrelation', fisherZ: true }, mixesChannels: true },
    { options: { measure: 'precision', estimator: 'oas' }, mixesChannels: true },
  ],
  sparsify: [
    { options: { over: 'window' } },
    { options: { binarize: false, keepPercent: 50 }, mixesChannels: true },
  ],
  edges: [
    { options: {}, mixesChannels: true },
    { options: { above: 0.2 }, mixesChannels: true },
  ],
  vectorize: [{ options: {} }, { options: { triangle: 'upper', diagonal: 'scaled' } }],
  graph: [
    { options: { measures: ['degree', 'clustering', 'cycles', 'strength'] }, mixesChannels: true },
    {
      options: { measures: ['localEfficiency', 'globalEfficiency', 'modularity'], above: 0.01 },
      mixesChannels: true,
    },
  ],
  alff: [
    { options: { bandHz: [1, 8] } },
    { options: { bandHz: [1, 8], fraction: true, overMean: true }, mixesChannels: true },
  ],
  reho: [{ options: {}, table: slice, mixesChannels: true }],
  seedMap: [
    { options: { channels: ['C3', 'C4'] }, mixesChannels: true },
    { options: { mm: [-9, -6, -6], fisherZ: true }, table: slice, mixesChannels: true },
  ],
  rdm: [
    { options: { by: 'window' } },
    { options: { by: 'window', distance: 'euclidean', over: 'subject', topology: [0.1, 0.9] } },
  ],
  compareRdms: [
    {
      options: {
        groups: {
          halves: [
            ['p', 'q'],
            ['r', 's'],
          ],
        },
      },
      table: rdms,
    },
    { options: { groups: { one: [['p'], ['q', 'r', 's']] }, by: 'cosine' }, table: rdms },
  ],
  rdmPairs: [
    { options: { groups: { one: [['p'], ['q', 'r', 's']] } }, table: rdms },
    { options: { groups: { one: [['p'], ['q', 'r']] }, scale: 'none' }, table: rdms },
  ],
  moran: [{ options: {}, table: voxels, mixesChannels: true }],
  adaptivePool: [
    { options: { length: 2 }, table: voxels, mixesChannels: true },
    { options: { length: 3, by: 'max' }, table: voxels, mixesChannels: true },
  ],
  modelRecovery: [
    {
      options: {
        groups: twoModels,
      },
      table: rdms,
    },
    {
      options: {
        groups: twoModels,
        by: 'pearson',
        draws: 5,
      },
      table: rdms,
    },
  ],
  cka: [
    { options: { by: 'window', sets: { first: ['a', 'b'], last: ['d', 'e'] } } },
    { options: { by: 'window', sets: { one: ['a'], two: ['d', 'e'] }, measure: 'svcca' } },
  ],
  alignSubjects: [
    {
      options: { fitRuns: ['1'], features: 2, by: 'window' },
      table: { twoRuns: true },
      mixesChannels: true,
    },
    {
      options: { fitRuns: ['1'], features: 2, by: 'window', method: 'sgpfa' },
      table: { twoRuns: true },
      mixesChannels: true,
    },
  ],
  residualize: [{ options: { by: ['task'] } }],
  responseCeiling: [
    { options: { by: 'half', measure: 'ccMax' }, table: { halves: true } },
    { options: { by: 'half', over: 'recording' }, table: { halves: true } },
  ],
}

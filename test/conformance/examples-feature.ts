import type { StageExamples } from './stage-example.ts'

/** Examples of the stages of the family feature. */
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
    { options: {} },
    { options: { reference: 'euclid' } },
    { options: { reference: 'logEuclid' } },
  ],
  subjectCenter: [{ options: {} }, { options: { scale: true }, kinds: ['matrices'] }],
  vectors: [{ options: { table: 'stimuli.tsv', by: 'task' } }],
  pca: [{ options: { components: 2 } }, { options: { components: 0.9 } }],
}

import type { StageExamples } from './stage-example.ts'

/** Examples of the stages of the family feature. */
export const featureExamples: StageExamples = {
  euclideanAlign: [{ options: {}, mixesChannels: true }],
  connectivity: [
    { options: { measure: 'coherence', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'debiasedWpli', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'ppc', bandsHz: [[4, 8]] }, mixesChannels: true },
    { options: { measure: 'envelopeCorrelation' }, mixesChannels: true },
    { options: { measure: 'orthogonalEnvelopeCorrelation' }, mixesChannels: true },
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
  subjectCenter: [{ options: {} }],
  vectors: [{ options: { table: 'stimuli.tsv', by: 'task' } }],
  selectFeatures: [{ options: { count: 2 } }, { options: { percent: 50 } }],
  pca: [{ options: { components: 2 } }, { options: { components: 0.9 } }],
}

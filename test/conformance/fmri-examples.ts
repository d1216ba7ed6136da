/** Signals of three voxels. */
export const voxels = { rateHz: 0.5, channels: ['0,0,0', '1,0,0', '2,0,0'], lengthS: 60, pieces: 1 }

const slice = { ...voxels, onGrid: true }

const rdms = { names: ['p~q', 'p~r', 'p~s', 'q~r', 'q~s', 'r~s'] }

const repeated = { halves: true }

/** Examples of stages for fMRI, as in `stageExamples`. */
export const fmriExamples = {
  connectome: [
    { options: {}, mixesChannels: true },
    { options: { measure: 'partialCorrelation', fisherZ: true }, mixesChannels: true },
    { options: { measure: 'precision', estimator: 'oas' }, mixesChannels: true },
  ],
  sparsify: [
    { options: { over: 'window' } },
    { options: { binarize: false, keepPercent: 50 }, mixesChannels: true },
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
  selectFeatures: [{ options: { count: 2 } }, { options: { percent: 50 } }],
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
  cka: [{ options: { by: 'window', sets: { first: ['a', 'b'], last: ['d', 'e'] } } }],
  stimulusRows: [
    {
      options: { features: 'stimuli.tsv', rateHz: 0.03, delays: [1, 2] },
      table: voxels,
      mixesChannels: true,
    },
  ],
  responseCeiling: [
    { options: { by: 'half', measure: 'ccMax' }, table: repeated },
    { options: { by: 'half', over: 'recording' }, table: repeated },
  ],
}

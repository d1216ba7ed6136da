import type { StageExamples } from './stage-example.ts'

/** Examples of the stages of the family artifact. */
export const artifactExamples: StageExamples = {
  badChannels: [
    { options: { repair: 'none' } },
    { options: { correlation: 0.001, deviation: 1e6, noise: 1e6 }, mixesChannels: true },
    {
      options: {
        ...{ correlation: 0, deviation: 1e6, noise: 1e6, repair: 'none' },
        ...{ ransac: { setShare: 0.5, windowS: 2 }, spectrum: 10 },
      },
      table: { channels: ['Fp1', 'Fp2', 'C3', 'C4', 'P3', 'P4', 'O1', 'O2', 'Cz'] },
    },
  ],
  interpolate: [
    { options: { channels: ['C4'] }, mixesChannels: true },
    { options: { channels: ['Pz'] }, mixesChannels: true },
  ],
  reject: [
    { options: { peakToPeakUv: 500, flatUv: 0.01 } },
    { options: { nonFinite: true }, mixesChannels: true },
    { options: { gradientUvPerMs: 500 } },
    { options: { badEvents: ['right'] }, mixesChannels: true },
  ],
  autoreject: [
    { options: { folds: 3 }, table: { pieces: 12 }, mixesChannels: true },
    { options: { method: 'global', folds: 2 }, mixesChannels: true },
    { options: { over: 'subject', augment: false, folds: 2 }, mixesChannels: true },
  ],
  asr: [
    { options: {}, table: { lengthS: 20 }, mixesChannels: true },
    { options: { cutoff: 2.5, calibrateS: [0, 20] }, table: { lengthS: 20 }, mixesChannels: true },
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
}

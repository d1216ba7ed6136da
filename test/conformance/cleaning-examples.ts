import type { StageExample } from './stage-examples.ts'

/** Examples of the stages that reference, clean and reject. */
export const cleaningExamples: Readonly<Record<string, readonly StageExample[]>> = {
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
  bandstop: [
    { options: { lowHz: 20, highHz: 40 }, kinds: ['signals'] },
    { options: { lowHz: 20, highHz: 40, method: 'butterworth', phase: 'causal' } },
    { options: { lowHz: 20, highHz: 40, transitionHz: 4, phase: 'minimum' }, kinds: ['signals'] },
  ],
  zapline: [{ options: { freqHz: 50, components: 2 }, mixesChannels: true }],
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
}

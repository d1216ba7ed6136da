import { fileURLToPath } from 'node:url'
import { timesOf } from './measure.ts'
import { inTurns, type Timed, timedRows } from './pairs.ts'
import type { Group } from './settings.ts'

const works = [
  { key: 'stft', work: 'STFT 400/50, 16 channels x 5 s at 2048 Hz, SciPy', atLeast: 2 },
  { key: 'morlet', work: 'Morlet, 40 frequencies, 64 channels x 10 s at 500 Hz', atLeast: 2 },
  { key: 'morletHop', work: 'the same, every tenth sample (`decim=10`)', atLeast: 2 },
  { key: 'superlets', work: 'superlets, 20 frequencies, 4 channels x 5 s at 1000 Hz', atLeast: 2 },
  { key: 'multitaper', work: 'multitaper density, 64 channels x 30 s at 250 Hz', atLeast: 1 },
  { key: 'wpli', work: 'wPLI, 64 channels, 100 segments of 2 s at 250 Hz', atLeast: 3 },
  { key: 'plv', work: 'phase locking, the same', atLeast: 3 },
  { key: 'coherence', work: 'coherence, the same', atLeast: 3 },
] as const

type Side = Readonly<Record<(typeof works)[number]['key'], Timed>>

/** Spectra and connectivity by themselves: one thread each, processor time, least of five. */
export const spectra: Group = {
  name: 'spectra',
  title: 'Spectra and connectivity, one thread: MNE, SciPy, MNE-Connectivity',
  run({ python, pairs }) {
    const ours = fileURLToPath(new URL('./spectra-ours.js', import.meta.url))
    const done = inTurns(
      pairs,
      () => timesOf<Side>(process.execPath, [ours]),
      () => timesOf<Side>(python, ['bench/python/spectra.py']),
    )
    return {
      rows: timedRows(done, works),
      notes: [
        'Processor time, the least of five runs in one process, of STFT of 200. Superlets have ' +
          'no package: the script convolves with each wavelet by FFT (`scipy.signal.fftconvolve`).',
      ],
    }
  },
}

import { fileURLToPath } from 'node:url'
import { timesOf } from './measure.ts'
import { inTurns, type Timed, timedRows } from './pairs.ts'
import type { Group } from './settings.ts'

type Side = Readonly<Record<'fir' | 'sos' | 'resample' | 'welch', Timed>>

const works = [
  { key: 'fir', work: 'FIR 0.5-45 Hz, MNE', atLeast: 2.5 },
  { key: 'sos', work: 'SOS forwards and backwards, order 4, 1-40 Hz', atLeast: 2 },
  { key: 'resample', work: 'resample 500 to 200 Hz, `resample_poly`', atLeast: 2 },
  { key: 'welch', work: 'Welch, 2 s segments', atLeast: 3 },
] as const

/** The hot kernels by themselves: one thread each, timed inside the process after a warm-up. */
export const filters: Group = {
  name: 'filters',
  title: 'Kernels, one thread: 64 channels x 10 min at 500 Hz',
  run({ python, pairs }) {
    const ours = fileURLToPath(new URL('./filters-ours.js', import.meta.url))
    const done = inTurns(
      pairs,
      () => timesOf<Side>(process.execPath, [ours]),
      () => timesOf<Side>(python, ['bench/python/filters.py']),
    )
    return {
      rows: timedRows(done, works),
      notes: ['Python has f64 in memory, ours f32 as it is stored; both compute in f64.'],
    }
  },
}

import { fileURLToPath } from 'node:url'
import { timesOf } from './measure.ts'
import { compare, inTurns, seconds } from './pairs.ts'
import type { Group } from './settings.ts'

interface Timed {
  readonly seconds: number
  /** Root mean square of the result. */
  readonly check: number
}

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
    const [first] = done
    for (const { key } of works) {
      const [a, b] = [first.ours[key].check, first.python[key].check]
      if (Math.abs(a - b) > 1e-5 * b) throw new Error(`${key}: ${a} here, ${b} in Python`)
    }
    return {
      rows: works.map(({ key, ...row }) =>
        compare(done, { ...row, of: (side) => side[key].seconds, show: seconds }),
      ),
      notes: ['Python has f64 in memory, ours f32 as it is stored; both compute in f64.'],
    }
  },
}

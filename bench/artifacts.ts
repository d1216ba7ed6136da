import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { timesOf } from './measure.ts'
import { inTurns, type Timed, timedRows } from './pairs.ts'
import type { Group } from './settings.ts'

type Work = 'picard' | 'picardWall' | 'interpolate' | 'interpolateKept' | 'autoreject'
type Side = Readonly<Record<Work, Timed>>

/** How near the checks must be: folds of autoreject are drawn by other generators. */
const works = [
  { key: 'picard', work: 'ICA, Picard, 64 components, MNE', atLeast: 2, within: 1e-4 },
  { key: 'picardWall', work: 'the same, all cores, wall time', atLeast: 2, within: 1e-4 },
  { key: 'interpolate', work: 'five of 64 channels by splines, MNE', atLeast: 2, within: 1e-5 },
  { key: 'interpolateKept', work: 'the same, MNE on a copy', atLeast: 2, within: 1e-5 },
  { key: 'autoreject', work: 'autoreject, 120 windows of 1 s', atLeast: 3, within: 0.1 },
] as const

/** What removes artefacts, by itself: one thread each, timed inside the process. */
export const artifacts: Group = {
  name: 'artifacts',
  title: 'Artefacts, one thread: 64 channels x 10 min at 250 Hz',
  run({ python, pairs }) {
    const ours = fileURLToPath(new URL('./artifacts-ours.js', import.meta.url))
    const folder = mkdtempSync(join(tmpdir(), 'neurarrow-artifacts-'))
    const places = join(folder, 'places.json')
    try {
      writeFileSync(places, JSON.stringify(timesOf<number[]>(process.execPath, [ours, 'places'])))
      const done = inTurns(
        pairs,
        () => timesOf<Side>(process.execPath, [ours]),
        () => ({
          ...timesOf<Side>(python, ['bench/python/artifacts.py', places]),
          ...timesOf<Side>(python, ['bench/python/artifacts.py', places, 'picardWall'], 'all'),
        }),
      )
      return {
        rows: timedRows(done, works),
        notes: [
          'Processor time of one thread; of splines the least of 20, of autoreject of 3. On all ' +
            'cores the libraries under NumPy and numexpr choose their threads by themselves.',
          'MNE interpolates in place; tables here are not changed: ours makes a new block in ' +
            'both rows, MNE a copy of the recording in the second. As in a run, the memory of ' +
            'one task is used again by the next.',
          'autoreject tries 51 thresholds a channel, here all of 240 are scored.',
        ],
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

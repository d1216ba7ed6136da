import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inFolder, timesOf } from './measure.ts'
import { inTurns, type Timed, timedRows } from './pairs.ts'
import type { Group } from './settings.ts'

type Side = Readonly<Record<'brainvision' | 'fdt' | 'set' | 'set73' | 'gdf', Timed>>

const works = [
  { key: 'brainvision', work: 'BrainVision, 16-bit numbers' },
  { key: 'fdt', work: 'EEGLAB, 32-bit floats in .fdt' },
  { key: 'set', work: 'EEGLAB, compressed in .set' },
  { key: 'set73', work: 'EEGLAB, version 7.3, deflated chunks' },
  { key: 'gdf', work: 'GDF 2, 16-bit numbers' },
] as const

/** Readers by themselves: one recording in several formats, read whole. */
export const formats: Group = {
  name: 'formats',
  title: 'Reading 64 channels x 5 min at 500 Hz, one thread',
  run({ python, pairs }) {
    return inFolder((folder) => {
      const theirs = ['bench/python/formats.py', folder]
      execFileSync(python, [...theirs, '--write'])
      const ours = fileURLToPath(new URL('./formats-ours.js', import.meta.url))
      const done = inTurns(
        pairs,
        () => timesOf<Side>(process.execPath, [ours, folder]),
        () => timesOf<Side>(python, theirs),
      )
      return {
        rows: timedRows(done, works),
        notes: [
          'Processor time, the least of ten. Python has f64 in memory, ours f32.',
          'As in a run, the memory of one recording is used again by the next.',
        ],
      }
    })
  },
}

import { fileURLToPath } from 'node:url'
import type { Sizes } from './fmri-decode-sizes.ts'
import { timesOf } from './measure.ts'
import { compare, inTurns, seconds } from './pairs.ts'
import type { Group } from './settings.ts'

interface Timed {
  readonly seconds: number
  readonly check: number
}

type Side = Readonly<Record<'tangent' | 'ridge' | 'searchlight', Timed>>

/** A tenth of the voxels of an encoding study: time grows with their number. */
const sizes: Sizes = {
  tangent: { subjects: 200, parcels: 200, scans: 300 },
  ridge: {
    ...{ rows: 1000, features: 2000, voxels: 5000 },
    alphas: Array.from({ length: 10 }, (_, i) => 10 ** i),
  },
  searchlight: { side: 17, rows: 96, classes: 8, runs: 12 },
}

/** Connectomes, voxelwise ridge and searchlights against nilearn and himalaya, both cores each. */
export const fmriDecode: Group = {
  name: 'fmri-decode',
  title: 'fMRI: connectomes, encoding, searchlight; two cores each',
  run({ python, pairs }) {
    const ours = fileURLToPath(new URL('./fmri-decode-ours.js', import.meta.url))
    const asked = JSON.stringify(sizes)
    const done = inTurns(
      pairs,
      () => timesOf<Side>(process.execPath, [ours, asked]),
      () => timesOf<Side>(python, ['bench/python/fmri_decode.py', asked]),
    )
    for (const { ours: here, python: there } of done) {
      for (const work of ['tangent', 'ridge', 'searchlight'] as const) {
        const apart = Math.abs(here[work].check - there[work].check)
        if (apart > 1e-3 * Math.abs(there[work].check)) {
          throw new Error(`${work}: ${here[work].check} here, ${there[work].check} in Python`)
        }
      }
    }
    const row = (work: string, name: keyof Side, atLeast: number) =>
      compare(done, { work, of: (side: Side) => side[name].seconds, show: seconds, atLeast })
    return {
      rows: [
        row('tangent connectomes, 200 subjects x 200 parcels x 300 scans', 'tangent', 3),
        row('ridge, 10 penalties, 5 folds, 1000 x 2000 to 5000 voxels', 'ridge', 1 / 1.2),
        row('searchlight, 5 mm, 4913 centres, LDA, 12 folds of 96 rows', 'searchlight', 3),
      ],
      notes: [
        'Covariances, halves of voxels and folds are divided between two threads; the mean of ' +
          'connectomes is taken by one, as a fold does it.',
      ],
    }
  },
}

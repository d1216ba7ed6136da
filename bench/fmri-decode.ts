import { fileURLToPath } from 'node:url'
import type { Sizes } from './fmri-decode-sizes.ts'
import { timesOf } from './measure.ts'
import { inTurns, type Timed, timedRows } from './pairs.ts'
import type { Group } from './settings.ts'

type Side = Readonly<Record<'tangent' | 'ridge' | 'ridge32' | 'searchlight', Timed>>

/** A tenth of the voxels of an encoding study: what is beside the products counts more here. */
const sizes: Sizes = {
  tangent: { subjects: 200, parcels: 200, scans: 300 },
  ridge: {
    ...{ rows: 1000, features: 2000, voxels: 5000 },
    alphas: Array.from({ length: 10 }, (_, i) => 10 ** i),
  },
  searchlight: { side: 17, rows: 96, classes: 8, runs: 3 },
}

const within = 1e-3
const works = [
  {
    ...{ key: 'tangent', atLeast: 3, within },
    work: 'tangent connectomes, 200 subjects x 200 parcels x 300 scans',
  },
  {
    ...{ key: 'ridge', atLeast: 1 / 1.2, within },
    work: 'ridge, 10 penalties, 5 folds, 1000 x 2000 to 5000 voxels',
  },
  { ...{ key: 'ridge32', within }, work: 'the same, himalaya in f32 against ours in f64' },
  {
    ...{ key: 'searchlight', atLeast: 3, within },
    work: 'searchlight, 5 mm, 4913 centres, LDA, 3 folds',
  },
]

/** Connectomes, voxelwise ridge and searchlights against nilearn and himalaya, both cores each. */
export const fmriDecode: Group = {
  name: 'fmri-decode',
  title: 'fMRI: connectomes, encoding, searchlight; two cores each',
  run({ python, pairs }) {
    const ours = fileURLToPath(new URL('./fmri-decode-ours.js', import.meta.url))
    const asked = JSON.stringify(sizes)
    const script = ['bench/python/fmri_decode.py', asked]
    const done = inTurns(
      pairs,
      () => {
        const side = timesOf<Omit<Side, 'ridge32'>>(process.execPath, [ours, asked])
        return { ...side, ridge32: side.ridge }
      },
      () => timesOf<Side>(python, script),
    )
    return {
      rows: timedRows(done, works),
      notes: [
        'Covariances and folds of the searchlight are shared by two threads, as tasks of a run ' +
          'are; means and ridge are one call each, on a crew of two threads.',
        'nilearn takes connectomes with one or two threads of OpenBLAS, whichever is faster for ' +
          '20 subjects; himalaya takes two, SearchLight two processes.',
      ],
    }
  },
}

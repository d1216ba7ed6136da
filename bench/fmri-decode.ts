import { fileURLToPath } from 'node:url'
import type { Sizes } from './fmri-decode-sizes.ts'
import { timesOf } from './measure.ts'
import { inTurns, type Timed, timedRows } from './pairs.ts'
import type { Group } from './settings.ts'

type Side = Readonly<Record<'tangent' | 'ridge' | 'ridge32' | 'searchlight', Timed>>

const alphas = Array.from({ length: 10 }, (_, i) => 10 ** i)
const encoding = { rows: 1000, features: 2000, alphas }

const sizes: Sizes = {
  tangent: { subjects: 200, parcels: 200, scans: 300 },
  /** A tenth of the voxels: what is beside the products counts more here. */
  ridge: { ...encoding, voxels: 5000 },
  searchlight: { side: 17, rows: 96, classes: 8, runs: 3 },
}

/** Once is enough: it takes more than a minute, and memory of several GB in Python. */
const large: Sizes = { voxelwise: { ...encoding, voxels: 50000 } }

const within = 1e-3
const largeWorks = [
  {
    ...{ key: 'voxelwise', atLeast: 1 / 1.2, within },
    work: 'ridge, 10 penalties, 5 folds, 1000 x 2000 to 50 000 voxels, one pair',
  },
]
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
    const mine = <T>(asked: Sizes) => timesOf<T>(process.execPath, [ours, JSON.stringify(asked)])
    const theirs = <T>(asked: Sizes) => {
      return timesOf<T>(python, ['bench/python/fmri_decode.py', JSON.stringify(asked)])
    }
    const done = inTurns(
      pairs,
      () => {
        const side = mine<Omit<Side, 'ridge32'>>(sizes)
        return { ...side, ridge32: side.ridge }
      },
      () => theirs<Side>(sizes),
    )
    const once = inTurns(
      1,
      () => mine<Record<'voxelwise', Timed>>(large),
      () => theirs<Record<'voxelwise', Timed>>(large),
    )
    return {
      rows: [...timedRows(done, works), ...timedRows(once, largeWorks)],
      notes: [
        'Covariances and folds of the searchlight are shared by two threads, as tasks of a run ' +
          'are; means and ridge are one call each, on a crew of two threads.',
        'nilearn takes connectomes with one or two threads of OpenBLAS, whichever is faster for ' +
          '20 subjects, and is warm from finding it; so are our kernels, by as many subjects ' +
          'twice. himalaya takes two threads and 5000 targets at a time, ' +
          'SearchLight two processes. At most 1.2 times its time is a ratio of 0.83.',
      ],
    }
  },
}

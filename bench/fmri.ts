import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeRun } from './fmri-run.ts'
import { inFolder, measure, measureRun, type Took, timesOf } from './measure.ts'
import { compare, inTurns, mebibytes, type Pair, seconds } from './pairs.ts'
import type { Group, Row } from './settings.ts'

interface Timed {
  readonly seconds: number
  readonly check: number
}

const size = { shape: [64, 64, 40], scans: 300 } as const
const glmSize = ['50000', '300', '2']
const pipeline = `name: fmri
title: Time courses of parcels
dataset: DATASET
stages:
  - smooth: { fwhmMm: 6 }
  - parcellate: { atlas: atlas.nii.gz, mask: mask.nii.gz }
  - clean: { lowHz: 0.01, highHz: 0.1, confounds: {}, standardize: zSample }
`

/** A run of fMRI to parcels, and a linear model of 50 000 voxels, against nilearn. */
export const fmri: Group = {
  name: 'fmri',
  title: 'fMRI: a run of 64 x 64 x 40 x 300 to 200 parcels; a linear model with AR(1) noise',
  run(settings) {
    const parcels = inFolder((folder) => {
      writeRun(folder, size)
      const file = join(folder, 'fmri.yaml')
      writeFileSync(file, pipeline.replace('DATASET', join(folder, 'made.yaml')))
      const script = join('bench', 'python', 'fmri_parcels.py')
      return inTurns<Took>(
        settings.pairs,
        () => measureRun(settings, file, { data: folder }),
        () => measure(settings, [settings.python, script, join(folder, 'made')]),
      )
    })
    const ours = fileURLToPath(new URL('./fmri-ours.js', import.meta.url))
    const models = inTurns(
      settings.pairs,
      () => timesOf<Timed>(process.execPath, [ours, ...glmSize]),
      () => timesOf<Timed>(settings.python, ['bench/python/fmri_glm.py', ...glmSize]),
    )
    return { rows: [...parcelRows(parcels), glmRow(models)], notes: [agreement(models)] }
  },
}

function parcelRows(pairs: readonly Pair<Took>[]): Row[] {
  const wall = { work: 'smooth, parcels, clean: wall time', of: (side: Took) => side.wallS }
  const cpu = { work: 'processor time', of: (side: Took) => side.cpuS }
  const peak = { work: 'peak memory', of: (side: Took) => side.peakBytes }
  return [
    compare(pairs, { ...wall, show: seconds, atLeast: 5 }),
    compare(pairs, { ...cpu, show: seconds }),
    compare(pairs, { ...peak, show: mebibytes, atLeast: 3 }),
  ]
}

function glmRow(pairs: readonly Pair<Timed>[]): Row {
  const work = 'first-level model, AR(1), 50 000 voxels x 300 scans, one contrast, one thread'
  return compare(pairs, { work, of: (side) => side.seconds, show: seconds, atLeast: 3 })
}

function agreement([{ ours, python }]: readonly Pair<Timed>[]): string {
  return `Sum of z, ours and nilearn's: ${ours.check.toFixed(6)} and ${python.check.toFixed(6)}.`
}

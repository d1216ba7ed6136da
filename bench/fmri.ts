import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeRun } from './fmri-run.ts'
import { inFolder, measure, measureRun, type Took, timesOf } from './measure.ts'
import { compare, inTurns, mebibytes, type Pair, seconds } from './pairs.ts'
import type { Group, Row, Settings } from './settings.ts'

interface Timed {
  readonly seconds: number
  readonly check: number
}

const size = { shape: [64, 64, 40], scans: 300 } as const
const glmSize = ['50000', '300', '2']
/** Scans of a long run, whose memory is compared with that of one of `size`. */
const manyScans = 900
const parcelStages = `  - smooth: { fwhmMm: 6 }
  - parcellate: { atlas: atlas.nii.gz, mask: mask.nii.gz }
  - clean: { lowHz: 0.01, highHz: 0.1, confounds: {}, standardize: zSample }
`
const voxelStages = `  - smooth: { fwhmMm: 6 }
  - mask: { find: epi }
`

/** A run of fMRI to parcels, and a linear model of 50 000 voxels, against nilearn. */
export const fmri: Group = {
  name: 'fmri',
  title: 'fMRI: a run of 64 x 64 x 40 x 300 to 200 parcels; a linear model with AR(1) noise',
  run(settings) {
    const parcels = inFolder((folder) => {
      writeRun(folder, size)
      const file = writePipeline(folder, parcelStages)
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
    const rows = [...parcelRows(parcels), ...growthRows(settings), glmRow(models)]
    return { rows, notes: [growthNote, agreement(models)] }
  },
}

function writePipeline(folder: string, stages: string): string {
  const file = join(folder, 'fmri.yaml')
  const head = `name: fmri\ntitle: A run of fMRI\ndataset: ${join(folder, 'made.yaml')}\nstages:\n`
  writeFileSync(file, `${head}${stages}`)
  return file
}

/** What more scans add to the peak memory, parcels and voxels of a mask found in the data. */
function growthRows(settings: Settings): Row[] {
  const [few, many] = [size.scans, manyScans].map((scans) =>
    inFolder((folder) => {
      writeRun(folder, { ...size, scans })
      return [parcelStages, voxelStages].map((stages) => {
        const { peakBytes, record } = measureRun(settings, writePipeline(folder, stages), {
          data: folder,
        })
        return { peakBytes, outputBytes: 4 * record.data.rows * scans }
      })
    }),
  )
  return ['parcels', 'voxels of a mask found in the data'].map((what, i): Row => {
    const more = many[i].peakBytes - few[i].peakBytes
    const output = many[i].outputBytes - few[i].outputBytes
    const excess = Math.max(0, more - output) / few[i].peakBytes
    return {
      work: `peak memory, ${manyScans} scans for ${size.scans}: ${what}`,
      ours: `${mebibytes(few[i].peakBytes)} to ${mebibytes(many[i].peakBytes)}`,
      python: '',
      ratio: `${mebibytes(output)} more output`,
      target: '',
      verdict: `${(100 * excess).toFixed(0)} % more beside it`,
    }
  })
}

const growthNote =
  'A mask that is found in the data takes two passes over the file; its voxels are held once.'

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

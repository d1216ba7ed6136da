import { constants, gzipSync } from 'node:zlib'
import { encodeNifti } from '../io/write-nifti.ts'
import { random } from '../kernels/random.ts'
import type { Generator } from './generator.ts'
import { scanRun } from './synthetic-bold.ts'
import {
  type Brain,
  brainAffine,
  brainShape,
  brainVoxelMm,
  syntheticBrain,
} from './synthetic-brain.ts'
import {
  categories,
  type Design,
  drawDesign,
  fmriScans,
  fmriTrS,
  motionNames,
  type Who,
} from './synthetic-design.ts'

import { pictureSide, syntheticPicture } from './synthetic-pictures.ts'

const stimulusHz = 2
const noiseNames = ['noise1', 'noise2', 'noise3', 'noise4'] as const

/** Who is scanned, how often, and whether the same is shown in all runs of a person. */
interface Study {
  readonly subjects: number
  readonly runs: number
  readonly repeats: boolean
}

const shared = [
  'atlas.nii.gz',
  'dataset_description.json',
  'mask.nii.gz',
  'participants.tsv',
  'pictures.tsv',
]
const companions = [
  'bold.nii.gz',
  'events.tsv',
  'desc-confounds_timeseries.tsv',
  'desc-stimulus_features.tsv',
]

/**
 * Eight people who look at faces, houses and tools in blocks of 16 s, twice, as BIDS: 4-D NIfTI,
 * events, head motion, an atlas of 40 parcels and a brain mask.
 *
 * Beside each run lie features of what was shown, twice a second: one for each category, and four
 * that were drawn and excite nothing. `pictures.tsv` has a picture of each category, 12 x 12.
 *
 * Each category excites the same parcels in everybody, but with peaks and strengths of their own,
 * through the haemodynamic response; drift, motion, noise that neighbours share and noise of each
 * voxel are added.
 */
export const syntheticFmri: Generator = madeBy('synthetic-fmri', {
  subjects: 8,
  runs: 2,
  repeats: false,
})

/** The same with five people who are shown one order of blocks four times each. */
export const syntheticRepeats: Generator = madeBy('synthetic-repeats', {
  subjects: 5,
  runs: 4,
  repeats: true,
})

function madeBy(name: string, study: Study): Generator {
  return {
    version: 2,
    files: [...shared, ...numbers(study.subjects).flatMap((subject) => runFiles(subject, study))],
    make(path, seed) {
      if (path === 'dataset_description.json') return json({ Name: name, BIDSVersion: '1.10.0' })
      if (path === 'participants.tsv') return participants(seed, study)
      if (path === 'pictures.tsv') return picturesFile()
      const brain = syntheticBrain(seed)
      if (path === 'atlas.nii.gz') return labelImage(brain, (i) => brain.parcelOf[i])
      if (path === 'mask.nii.gz') return labelImage(brain, () => 1)
      const [, subject, run] = /sub-(\d+)_task-objects_run-(\d+)_/.exec(path) ?? []
      const who = { seed, subject: Number(subject), run: Number(run) }
      const shown = { ...who, run: study.repeats ? 1 : who.run }
      const design = { ...drawDesign(who), blocks: drawDesign(shown).blocks }
      if (path.endsWith('_events.tsv')) return eventsFile(design)
      if (path.endsWith('_timeseries.tsv')) return motionFile(design)
      if (path.endsWith('_features.tsv')) return stimulusFile(design, shown)
      return scans(scanRun(brain, design, who))
    },
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1)
}

function runFiles(subject: number, { runs }: Study): string[] {
  const name = `sub-${String(subject).padStart(2, '0')}`
  return numbers(runs).flatMap((run) =>
    companions.map((end) => `${name}/func/${name}_task-objects_run-${run}_${end}`),
  )
}

function participants(seed: number, { subjects }: Study): Uint8Array {
  const draw = random(seed)
  const rows = numbers(subjects).map((subject) => {
    const age = 20 + draw.integer(30)
    return `sub-${String(subject).padStart(2, '0')}\t${age}\t${draw.integer(2) === 0 ? 'F' : 'M'}`
  })
  return text(['participant_id\tage\tsex', ...rows])
}

function picturesFile(): Uint8Array {
  const pixels = Array.from({ length: pictureSide ** 2 }, (_, i) => `pixel${i + 1}`)
  const rows = categories.map((name) => [name, ...syntheticPicture(name)].join('\t'))
  return text([['id', ...pixels].join('\t'), ...rows])
}

function eventsFile({ blocks }: Design): Uint8Array {
  const rows = blocks.map(({ onsetS, durationS, category }) =>
    [onsetS, durationS, category].join('\t'),
  )
  return text(['onset\tduration\ttrial_type', ...rows])
}

function motionFile({ motion }: Design): Uint8Array {
  const rows = numbers(fmriScans).map((scan) =>
    motionNames.map((_, m) => motion[m][scan - 1].toFixed(6)).join('\t'),
  )
  return text([motionNames.join('\t'), ...rows])
}

/** Features of the stimulus at 2 Hz: categories, then noise that nothing responds to. */
function stimulusFile({ blocks }: Design, { seed, subject, run }: Who): Uint8Array {
  const draw = random((seed * 4096 + subject) * 16 + 12 + run)
  const steps = stimulusHz * fmriScans * fmriTrS
  const rows = Array.from({ length: steps }, (_, i) => {
    const t = i / stimulusHz
    const shown = categories.map((category) => {
      const isShown = blocks.some(
        (block) =>
          block.category === category && t >= block.onsetS && t < block.onsetS + block.durationS,
      )
      return isShown ? '1' : '0'
    })
    return [...shown, ...noiseNames.map(() => draw.normal().toFixed(4))].join('\t')
  })
  return text([[...categories, ...noiseNames].join('\t'), ...rows])
}

function labelImage({ voxels }: Brain, label: (i: number) => number): Uint8Array {
  const values = new Int16Array(brainShape[0] * brainShape[1] * brainShape[2])
  for (const [i, v] of voxels.entries()) values[v] = label(i)
  return packed(encodeNifti({ shape: brainShape, dtype: 'int16', ...grid, trS: 0, values }))
}

function scans(values: Float32Array): Uint8Array {
  const shape = [...brainShape, fmriScans] as const
  const slope = 1 / 16
  return packed(encodeNifti({ shape, dtype: 'int16', ...grid, trS: fmriTrS, slope, values }))
}

const grid = {
  affine: brainAffine,
  voxelMm: [brainVoxelMm, brainVoxelMm, brainVoxelMm],
} as const

/** Huffman coding alone: builds of zlib search for repetitions differently, and find little. */
function packed(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { strategy: constants.Z_HUFFMAN_ONLY })
}

function json(value: unknown): Uint8Array {
  return text([JSON.stringify(value, null, 2)])
}

function text(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

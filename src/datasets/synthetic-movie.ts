import { constants, gzipSync } from 'node:zlib'
import { encodeNifti } from '../io/write-nifti.ts'
import { random } from '../kernels/random.ts'
import type { Generator } from './generator.ts'
import { autoregression } from './synthetic-noise.ts'

const subjects = 6
const runs = 2
const scans = 160
const trS = 2
const shape = [6, 6, 5] as const
const voxelMm = 4
const sources = 8
const noise = 13

/** Scans of the segments whose sources are told. */
const momentScans = 8

/** Files that tell what happens in each segment, and of which sources. */
const halves = [
  { file: 'moments_sources-1to4.tsv', from: 0, to: 4 },
  { file: 'moments_sources-5to8.tsv', from: 4, to: 8 },
] as const

/**
 * Six people who watch the same film in two halves: what happens in it drives eight sources with
 * the same time courses in everybody, but each person has a pattern of voxels of their own for
 * every source, so that people are alike in a common space and not voxel by voxel. Noise of each
 * voxel is added. As BIDS, 4-D NIfTI of 6 x 6 x 5 voxels of 4 mm, TR 2 s. Two tables have the
 * courses of the sources in each segment of 8 scans, one of the first four and one of the others.
 */
export const syntheticMovie: Generator = {
  version: 1,
  files: [
    'dataset_description.json',
    ...halves.map(({ file }) => file),
    ...Array.from({ length: subjects * runs }, (_, i) =>
      pathOf(Math.floor(i / runs) + 1, i % runs),
    ),
  ],
  make(path, seed) {
    if (path === 'dataset_description.json') {
      const description = { Name: 'synthetic-movie', BIDSVersion: '1.10.0' }
      return new TextEncoder().encode(`${JSON.stringify(description, null, 2)}\n`)
    }
    const half = halves.find(({ file }) => file === path)
    if (half) return momentsFile(seed, half)
    const [, subject, run] = /sub-(\d+)_task-movie_run-(\d+)_/.exec(path) ?? []
    return scansOf(seed, Number(subject), Number(run))
  },
}

function pathOf(subject: number, run: number): string {
  const name = `sub-${String(subject).padStart(2, '0')}`
  return `${name}/func/${name}_task-movie_run-${run + 1}_bold.nii.gz`
}

/** The same in everybody, shape [sources, scans]. */
function coursesOf(seed: number, run: number): Float64Array[] {
  const film = random(seed * 64 + run)
  return Array.from({ length: sources }, () => autoregression(scans, 0.6, film))
}

/** A line a segment, named as the stage `segments` names moments. */
function momentsFile(seed: number, { from, to }: (typeof halves)[number]): Uint8Array {
  const columns = Array.from({ length: (to - from) * momentScans }, (_, i) => `value${i + 1}`)
  const lines = [['id', ...columns].join('\t')]
  for (let run = 1; run <= runs; run++) {
    const courses = coursesOf(seed, run).slice(from, to)
    for (let first = 0; first + momentScans <= scans; first += momentScans) {
      const values = courses.flatMap((course) => [...course.subarray(first, first + momentScans)])
      const id = `${run}:${String(first).padStart(5, '0')}`
      lines.push([id, ...values.map((value) => value.toFixed(4))].join('\t'))
    }
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

function scansOf(seed: number, subject: number, run: number): Uint8Array {
  const person = random((seed * 64 + 32) * 64 + subject)
  const own = random(((seed * 64 + 33) * 64 + subject) * 4 + run)
  const courses = coursesOf(seed, run)
  const voxels = shape[0] * shape[1] * shape[2]
  const out = new Float32Array(voxels * scans)
  for (let v = 0; v < voxels; v++) {
    const weights = courses.map(() => person.normal())
    const mean = 900 + 200 * person.uniform()
    for (let t = 0; t < scans; t++) {
      const shown = courses.reduce((sum, course, k) => sum + weights[k] * course[t], 0)
      out[t * voxels + v] = mean * (1 + (shown + noise * own.normal()) / 100)
    }
  }
  const affine = [voxelMm, 0, 0, -10, 0, voxelMm, 0, -10, 0, 0, voxelMm, -8, 0, 0, 0, 1]
  const image = { dtype: 'int16', slope: 1 / 16, affine, trS } as const
  const size = [voxelMm, voxelMm, voxelMm] as const
  const content = { ...image, shape: [...shape, scans] as const, voxelMm: size, values: out }
  // Huffman coding alone: builds of zlib search for repetitions differently, and find little
  return gzipSync(encodeNifti(content), { strategy: constants.Z_HUFFMAN_ONLY })
}

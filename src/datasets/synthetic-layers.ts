import { constants, gzipSync } from 'node:zlib'
import { encodeNifti } from '../io/write-nifti.ts'
import { random } from '../kernels/random.ts'
import type { Generator } from './generator.ts'
import { autoregression } from './synthetic-noise.ts'

const subjects = 4
const runs = 2
const scans = 140
const trS = 2
const shape = [16, 24, 12] as const
const voxelMm = 4
/** Side of a parcel, voxels. */
const side = 4
const layers = 5
const perLayer = 3
const noise = 14

const parcelShape = shape.map((n) => n / side)
const parcels = parcelShape[0] * parcelShape[1] * parcelShape[2]
const size = shape[0] * shape[1] * shape[2]

/**
 * Four people who see a film of which five layers of a model have three features each, a row a
 * scan: `layer1` to `layer5` in the table beside each run. Each of 72 parcels responds two and
 * three scans later to the layer that its distance from the back of the head calls for, and less
 * to the neighbouring ones: the farther to the front, the deeper the layer. Weights are
 * everybody's; noise is each voxel's own. As BIDS, 16 x 24 x 12 voxels of 4 mm, TR 2 s, with an
 * atlas whose parcels 1 to 4, 25 to 28 and 49 to 52 lie farthest back.
 */
export const syntheticLayers: Generator = {
  version: 1,
  files: [
    'atlas.nii.gz',
    'dataset_description.json',
    ...Array.from({ length: subjects * runs }, (_, i) =>
      nameOf(Math.floor(i / runs), i % runs),
    ).flatMap((name) => [`${name}_bold.nii.gz`, `${name}_desc-layers_features.tsv`]),
  ],
  make(path, seed) {
    if (path === 'dataset_description.json') {
      return text([JSON.stringify({ Name: 'synthetic-layers', BIDSVersion: '1.10.0' }, null, 2)])
    }
    if (path === 'atlas.nii.gz')
      return image(Int16Array.from({ length: size }, (_, v) => parcelOf(v)))
    const [, subject, run] = /sub-(\d+)_task-film_run-(\d+)_/.exec(path) ?? []
    const who = (seed * 64 + Number(subject)) * 16 + Number(run)
    const features = featuresOf(who)
    return path.endsWith('.tsv') ? featuresFile(features) : scansOf(features, seed, who)
  },
}

function nameOf(subject: number, run: number): string {
  const name = `sub-${String(subject + 1).padStart(2, '0')}`
  return `${name}/func/${name}_task-film_run-${run + 1}`
}

/** From 1, x fastest. */
function parcelOf(voxel: number): number {
  const [nx, ny] = shape
  const at = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))]
  const [x, y, z] = at.map((i) => Math.floor(i / side))
  return 1 + x + parcelShape[0] * (y + parcelShape[1] * z)
}

/** How slow a feature is does not depend on its layer. */
function featuresOf(who: number): Float64Array[] {
  const draw = random(who)
  return Array.from({ length: layers * perLayer }, () => autoregression(scans, 0.5, draw))
}

function featuresFile(features: readonly Float64Array[]): Uint8Array {
  const names = features.map((_, f) => `layer${1 + Math.floor(f / perLayer)}_${1 + (f % perLayer)}`)
  const rows = Array.from({ length: scans }, (_, t) => features.map((one) => one[t].toFixed(4)))
  return text([names, ...rows].map((cells) => cells.join('\t')))
}

/** Weight of each feature in each parcel: a bump along the layers, its middle by the place. */
function weightsOf(seed: number): Float64Array[] {
  const draw = random(seed * 64 + 63)
  return Array.from({ length: parcels }, (_, parcel) => {
    const row = Math.floor(parcel / parcelShape[0]) % parcelShape[1]
    const middle = (row / (parcelShape[1] - 1)) * (layers - 1) + 0.3 * draw.normal()
    return Float64Array.from({ length: layers * perLayer }, (_, f) => {
      const layer = Math.floor(f / perLayer)
      return draw.normal() * Math.exp(-((layer - middle) ** 2) / 2)
    })
  })
}

function scansOf(features: readonly Float64Array[], seed: number, who: number): Uint8Array {
  const weights = weightsOf(seed)
  const courses = weights.map((own) =>
    Float64Array.from({ length: scans }, (_, t) =>
      own.reduce(
        (sum, w, f) => sum + w * (0.6 * at(features[f], t - 2) + 0.4 * at(features[f], t - 3)),
        0,
      ),
    ),
  )
  const draw = random(who + 8)
  const out = new Float32Array(size * scans)
  for (let v = 0; v < size; v++) {
    const course = courses[parcelOf(v) - 1]
    for (let t = 0; t < scans; t++) {
      out[t * size + v] = 1000 * (1 + (course[t] + noise * draw.normal()) / 100)
    }
  }
  return image(out)
}

function at(values: Float64Array, t: number): number {
  return t < 0 ? 0 : values[t]
}

function image(values: Int16Array | Float32Array): Uint8Array {
  const affine = [voxelMm, 0, 0, -30, 0, voxelMm, 0, -46, 0, 0, voxelMm, -22, 0, 0, 0, 1]
  const content = { affine, voxelMm: [voxelMm, voxelMm, voxelMm], dtype: 'int16' } as const
  const bytes =
    values instanceof Int16Array
      ? encodeNifti({ ...content, shape, trS: 0, values })
      : encodeNifti({ ...content, shape: [...shape, scans], slope: 1 / 16, trS, values })
  // Huffman coding alone: builds of zlib search for repetitions differently, and find little
  return gzipSync(bytes, { strategy: constants.Z_HUFFMAN_ONLY })
}

function text(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

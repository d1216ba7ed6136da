import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { encodeNifti } from '../src/io/write-nifti.ts'
import { random } from '../src/kernels/random.ts'

/** How large the made-up run is. */
export interface RunSize {
  readonly shape: readonly [number, number, number]
  readonly scans: number
}

const affine = [-3, 0, 0, 95, 0, 3, 0, -95, 0, 0, 3, -60, 0, 0, 0, 1]
const card = `name: made
title: One run of fMRI
licence: CC0-1.0
modality: fmri
recordings: { pattern: '{subject}_bold.nii.gz' }
confounds: { path: '{subject}_confounds.tsv' }
`
const names = ['trans_x', 'trans_y', 'trans_z', 'rot_x', 'rot_y', 'rot_z']

/** Writes a run of int16 volumes, a mask, an atlas of 200 parcels, 24 confounds and a card. */
export function writeRun(folder: string, { shape, scans }: RunSize): void {
  mkdirSync(join(folder, 'made'), { recursive: true })
  const place = (name: string) => join(folder, 'made', name)
  const size = shape[0] * shape[1] * shape[2]
  const inside = brain(shape)
  const values = new Float32Array(size * scans)
  const draw = random(1)
  const base = Float32Array.from({ length: size }, () => 900 + 200 * draw.uniform())
  // A long list of noise, read from another place in each scan, costs less than drawing it all.
  const noise = Float32Array.from({ length: 2 ** 20 }, () => 12 * draw.normal())
  for (let t = 0; t < scans; t++) {
    const shift = Math.floor(draw.uniform() * noise.length)
    const wave = 8 * Math.sin((2 * Math.PI * t) / 17)
    for (let v = 0; v < size; v++) {
      const sample = noise[(shift + v) & (noise.length - 1)]
      values[t * size + v] = Math.round(inside[v] ? base[v] + wave + sample : 20 + Math.abs(sample))
    }
  }
  const image = { affine, voxelMm: [3, 3, 3], trS: 2 } as const
  const bold = encodeNifti({ ...image, shape: [...shape, scans], dtype: 'int16', values })
  writeFileSync(place('sub_bold.nii.gz'), gzipSync(bold, { level: 4 }))
  const still = { ...image, trS: 0, shape, dtype: 'int16' } as const
  writeFileSync(place('mask.nii.gz'), gzipSync(encodeNifti({ ...still, values: inside })))
  const atlas = parcels(inside)
  writeFileSync(place('atlas.nii.gz'), gzipSync(encodeNifti({ ...still, values: atlas })))
  writeFileSync(place('sub_confounds.tsv'), confounds(scans))
  writeFileSync(join(folder, 'made.yaml'), card)
}

function brain([nx, ny, nz]: RunSize['shape']): Uint8Array {
  return Uint8Array.from({ length: nx * ny * nz }, (_, v) => {
    const x = (v % nx) / (nx - 1) - 0.5
    const y = (Math.floor(v / nx) % ny) / (ny - 1) - 0.5
    const z = Math.floor(v / (nx * ny)) / (nz - 1) - 0.5
    return x * x + y * y + z * z < 0.2 ? 1 : 0
  })
}

/** 200 parcels of as many voxels each, by the order of voxels. */
function parcels(inside: Uint8Array): Float32Array {
  const count = inside.reduce((sum, value) => sum + value, 0)
  let seen = 0
  return Float32Array.from(inside, (value) => {
    if (!value) return 0
    return 1 + Math.floor((200 * seen++) / count)
  })
}

function confounds(scans: number): string {
  const draw = random(2)
  const kinds = ['', '_derivative1', '_power2', '_derivative1_power2']
  const columns = names.flatMap((name) => kinds.map((kind) => `${name}${kind}`))
  const at = names.map(() => 0)
  const lines = Array.from({ length: scans }, () => {
    const cells = names.flatMap((_, k) => {
      const step = 0.02 * draw.normal()
      at[k] += step
      return [at[k], step, at[k] ** 2, step ** 2]
    })
    return cells.map((cell) => cell.toPrecision(8)).join('\t')
  })
  return `${[columns.join('\t'), ...lines].join('\n')}\n`
}

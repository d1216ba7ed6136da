import { readFileSync } from 'node:fs'
import type { Recording } from '../src/tables/keys.ts'
import { makeVolumes } from '../src/tables/volumes.ts'

interface Made {
  readonly shape: [number, number, number]
  readonly affine: number[]
  readonly values: number[]
}

/** What `test/golden/images/generate.py` wrote; volumes are x fastest. */
export interface ImagesGolden {
  readonly shape: [number, number, number]
  readonly affine: number[]
  readonly scans: number
  readonly voxels: number[]
  readonly smooth: (Made & { fwhmMm: number | [number, number, number] })[]
  readonly masks: {
    shape: [number, number, number]
    epi: number[]
    background: number[]
    cases: { ours: { find: 'epi' | 'background' }; kept: number[] }[]
  }
  readonly regrid: (Made & {
    interpolation: string
    voxelMm?: [number, number, number]
    like?: boolean
  })[]
  readonly crop: Made & { mask: number[] }
  readonly maps: { maps: number[]; values: number[]; weighted: number[] }
  readonly spheres: { seeds: [number, number, number][]; radiusMm: number; values: number[] }[]
  readonly atlas: number[]
  readonly mask: number[]
  readonly statistics: {
    statistic: 'sum' | 'deviation' | 'variance' | 'minimum' | 'maximum'
    values: number[]
  }[]
  readonly percent: number[]
}

export const images = JSON.parse(
  readFileSync(new URL('./golden/images/images.json', import.meta.url), 'utf8'),
) as ImagesGolden

const recording: Recording = { subject: 'A', session: '1', run: '1', recording: 'A', labels: {} }

/** A table of volumes on the grid of the golden file, or another. */
export function goldenVolumes(
  values: ArrayLike<number> = images.voxels,
  { shape, affine }: Pick<Made, 'shape' | 'affine'> = images,
  trS = 2,
) {
  return makeVolumes(recording, { shape, affine }, trS, Float32Array.from(values))
}

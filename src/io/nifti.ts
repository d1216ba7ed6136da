import { fail } from '../errors.ts'
import { defineReader, type ImageInfo, type ReadOptions, type Source } from '../reader.ts'
import { asPiece, type Grid, makeVolumes } from '../tables/volumes.ts'
import { type ImageBytes, imageBytes } from './nifti-bytes.ts'
import { type NiftiHeader, readNiftiHeader } from './nifti-header.ts'
import { niftiDtypes } from './nifti-layout.ts'
import { scanPieces } from './nifti-scans.ts'
import { readVoxels } from './nifti-voxels.ts'

/**
 * Reads NIfTI-1 and NIfTI-2 images, plain or gzipped, of either byte order, three- or
 * four-dimensional, in any integer or float type.
 *
 * Voxels are scaled as nibabel scales them and kept as f32, so integers beyond 2^24 are rounded. A
 * compressed image is inflated as a stream, never beyond what its header declares.
 */
export const nifti = defineReader({
  use: 'nifti',
  title: 'Neuroimaging images: NIfTI-1 and NIfTI-2, plain or gzipped',
  endings: ['.nii', '.nii.gz'],
  version: 1,
  writes: 'volumes',

  async inspect(source): Promise<ImageInfo> {
    const { image, header } = await openImage(source)
    const { format, shape, dtype, voxelMm, trS, affine, slope, intercept } = header
    const declared = dataEnd(header)
    const short = !image.compressed && declared > source.size
    const says = `${declared} bytes are declared, the file has ${source.size}: it is truncated`
    const warnings = short ? [...header.warnings, says] : header.warnings
    const scale = { slope, intercept }
    const truncated = short ? { truncated: { byte: source.size, expected: declared } } : {}
    return { format, shape, dtype, voxelMm, trS, affine, scale, warnings, ...truncated }
  },

  async read(source, recording, options) {
    if (options.channels !== undefined) {
      fail('kind-mismatch', { file: source.name, found: 'volumes', expected: 'channels' })
    }
    const { grid, trS, values } = await readImage(source, options)
    return makeVolumes(recording, grid, trS, values)
  },

  async scans(source, { fromS = 0, toS = Number.POSITIVE_INFINITY }) {
    const [from, to] = scansIn((await openImage(source)).header, fromS, toS)
    return Math.max(0, to - from)
  },

  async *stream(source, recording, { fromS = 0, toS = Number.POSITIVE_INFINITY }) {
    const { image, header } = await openImage(source)
    const { grid: shape, affine, trS, scans } = header
    const [from, to] = scansIn(header, fromS, toS)
    const size = shape[0] * shape[1] * shape[2]
    if (to <= from) fail('signal-too-short', { file: source.name, fromS, toS, scans, trS })
    refuseTooLarge(header, { source, image, voxels: size })
    let firstScan = 0
    for await (const values of scanPieces(image, header, from, to)) {
      yield asPiece(makeVolumes(recording, { shape, affine }, trS, values), firstScan)
      firstScan += values.length / size
    }
  },
})

/** The voxels of an image with their place. */
export interface Image {
  readonly grid: Grid
  readonly voxelMm: readonly [number, number, number]
  /** 0 for a single volume. */
  readonly trS: number
  /** Number of the first scan that was read. */
  readonly firstScan: number
  /** Shape [T, x * y * z], x fastest. */
  readonly values: Float32Array
}

/** Most numbers of one table: 8 GiB as f32, and what 32-bit offsets reach. */
const mostVoxels = 2 ** 31 - 1

/** Above so many bytes, voxels that inflate by more than `likelyRatio` are not believed. */
const believedBytes = 256 * 1024 * 1024
const likelyRatio = 200

/** Deflate turns no byte into more than 1032. */
const largestRatio = 1032

/**
 * Reads the scans of an image whose times lie in the asked span, or all.
 *
 * @throws {NeurarrowError} `file-too-large` before anything is allocated, `file-truncated`,
 *   `file-corrupt`, `signal-too-short` when no scan lies in the span
 */
export async function readImage(
  source: Source,
  { fromS = 0, toS = Number.POSITIVE_INFINITY }: ReadOptions = {},
): Promise<Image> {
  const { image, header } = await openImage(source)
  const { grid: shape, affine, voxelMm, trS, scans } = header
  const [from, to] = scansIn(header, fromS, toS)
  const size = shape[0] * shape[1] * shape[2]
  if (to <= from) fail('signal-too-short', { file: source.name, fromS, toS, scans, trS })
  refuseTooLarge(header, { source, image, voxels: size * (to - from) })
  const values = await readVoxels(image, header, from, to)
  return { grid: { shape, affine }, voxelMm, trS, firstScan: from, values }
}

async function openImage(source: Source): Promise<{ image: ImageBytes; header: NiftiHeader }> {
  const image = await imageBytes(source)
  const header = readNiftiHeader(await image.head(544), source.name)
  const voxels = header.shape.reduce((product, n) => product * n, 1)
  if (!Number.isSafeInteger(voxels * 8)) {
    const byte = header.format === 'NIfTI-1' ? 40 : 16
    fail('file-too-large', { file: source.name, byte, shape: header.shape })
  }
  return { image, header }
}

function dataEnd({ dataAt, dtype, shape }: NiftiHeader): number {
  return dataAt + shape.reduce((product, n) => product * n, niftiDtypes[dtype].bytes)
}

/** Scans [from, to) with fromS <= t * trS < toS. */
function scansIn({ scans, trS }: NiftiHeader, fromS: number, toS: number): [number, number] {
  if (trS === 0) return fromS <= 0 && toS > 0 ? [0, scans] : [0, 0]
  const scanAt = (timeS: number) => Math.ceil(timeS / trS - 1e-6)
  return [Math.max(0, scanAt(fromS)), Math.min(scans, scanAt(toS))]
}

interface Demand {
  readonly source: Source
  readonly image: ImageBytes
  readonly voxels: number
}

function refuseTooLarge(header: NiftiHeader, { source, image, voxels }: Demand): void {
  const { name: file, size } = source
  const byte = header.format === 'NIfTI-1' ? 40 : 16
  const end = dataEnd(header)
  if (voxels > mostVoxels) fail('file-too-large', { file, byte, shape: header.shape, voxels })
  const held = image.compressed ? largestRatio * size : size
  if (end > held) fail('file-truncated', { file, byte: size, expected: end })
  if (image.compressed && end > believedBytes && end > likelyRatio * size) {
    const facts = { shape: header.shape, declared: end, compressed: size }
    fail('file-too-large', { file, byte, ...facts })
  }
}

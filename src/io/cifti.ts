import { fail } from '../errors.ts'
import { defineReader, type ImageInfo, type Source } from '../reader.ts'
import { makeSurface, type SurfaceContent } from '../tables/surface.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import { axisOf, type CiftiAxis } from './cifti-axis.ts'
import { type NiftiDtype, niftiDtypes, niftiLayouts } from './nifti-layout.ts'
import { readExactly } from './source.ts'
import { chosenSurface } from './surface-choice.ts'
import { parseXml } from './xml.ts'

/**
 * Reads CIFTI-2 files of grey matter or parcels: time series, maps and labels, a row a vertex, a
 * voxel or a parcel.
 *
 * Rows are named `CORTEX_LEFT:12`, `THALAMUS_LEFT:3,4,5` or by their parcel. Connectivity files,
 * whose columns are brain models too, are refused.
 *
 * @see CIFTI-2 file format, https://www.nitrc.org/projects/cifti
 */
export const cifti = defineReader({
  use: 'cifti',
  title: 'Grey matter and parcels: CIFTI-2 time series, maps and labels',
  endings: [
    ...['.dtseries.nii', '.ptseries.nii', '.dscalar.nii', '.pscalar.nii'],
    ...['.dlabel.nii', '.plabel.nii'],
  ],
  version: 2,
  writes: 'signals',

  async inspect(source): Promise<ImageInfo> {
    const { header, along, rows } = await openCifti(source)
    const declared = header.dataAt + rows.length * along.length * niftiDtypes[header.dtype].bytes
    const short = source.size < declared
    return {
      format: 'CIFTI-2',
      shape: [rows.length, along.length],
      dtype: header.dtype,
      voxelMm: [],
      trS: along.stepS,
      affine: [],
      scale: { slope: header.slope, intercept: header.intercept },
      warnings: short ? [`${declared} bytes are declared, the file has ${source.size}`] : [],
      ...(short ? { truncated: { byte: source.size, expected: declared } } : {}),
    }
  },

  async read(source, recording, options) {
    const content = await readCifti(source)
    return makeSurface(recording, chosenSurface(content, options, source.name))
  },
})

interface CiftiHeader {
  readonly little: boolean
  readonly dtype: NiftiDtype
  readonly dataAt: number
  readonly slope: number
  readonly intercept: number
  /** Lengths of a row and of a column. */
  readonly shape: readonly [number, number]
}

async function readCifti(source: Source): Promise<SurfaceContent> {
  const { header, along, rows } = await openCifti(source)
  const { bytes, array } = niftiDtypes[header.dtype]
  const count = rows.length * along.length
  const file = source.name
  if (count * bytes > source.size) {
    fail('file-truncated', { file, byte: source.size, expected: header.dataAt + count * bytes })
  }
  const raw = await readExactly(source, header.dataAt, header.dataAt + count * bytes)
  const own = raw.slice()
  if (header.little !== hostIsLittle) swapBytes(own, bytes)
  const stored = new array(own.buffer, 0, count)
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) values[i] = Number(stored[i]) * header.slope + header.intercept
  const { startS, stepS, maps, labels } = along
  return { channels: rows.names, values, startS, stepS, maps, labels, space: rows.space }
}

async function openCifti(source: Source) {
  const file = source.name
  const header = headerOf(await source.read(0, 552), file)
  const text = await extensionOf(source, header)
  const root = parseXml(text, file)
  const along = axisOf(root, 0, file)
  const rows = axisOf(root, 1, file)
  requireLength(along, header.shape[0], file)
  requireLength(rows, header.shape[1], file)
  if (rows.names.length !== rows.length || along.names.length > 0) {
    fail('file-corrupt', { file, byte: root.byte, expected: 'series, maps or labels of rows' })
  }
  return { header, along, rows }
}

function requireLength({ length }: CiftiAxis, expected: number, file: string): void {
  if (length !== expected) fail('file-corrupt', { file, byte: 16, expected, found: length })
}

function headerOf(bytes: Uint8Array, file: string): CiftiHeader {
  if (bytes.length < 552) fail('file-truncated', { file, byte: bytes.length, expected: 552 })
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const little = view.getInt32(0, true) === 540
  if (!little && view.getInt32(0, false) !== 540) {
    fail('file-corrupt', { file, byte: 0, expected: 'a NIfTI-2 header', found: 'another' })
  }
  const at = niftiLayouts[2]
  const dim = Array.from({ length: 8 }, (_, i) => Number(view.getBigInt64(at.dim + 8 * i, little)))
  const isFlat = dim[0] === 6 && dim.slice(1, 5).every((n) => n === 1)
  const isWhole = dim.slice(5, 7).every((n) => Number.isSafeInteger(n) && n >= 1)
  if (!isFlat || !isWhole || dim[5] * dim[6] > 2 ** 31 - 1) {
    fail('file-corrupt', { file, byte: at.dim, found: dim, expected: 'a matrix as dimension 5, 6' })
  }
  const code = view.getInt16(at.datatype, little)
  const names = Object.keys(niftiDtypes) as NiftiDtype[]
  const dtype = names.find((name) => niftiDtypes[name].code === code)
  const dataAt = Number(view.getBigInt64(at.voxOffset, little))
  if (dtype === undefined || !(Number.isSafeInteger(dataAt) && dataAt >= 552)) {
    return fail('file-corrupt', { file, byte: at.datatype, code, dataAt, expected: names })
  }
  const slope = view.getFloat64(at.slope, little)
  const intercept = view.getFloat64(at.intercept, little)
  const isScaled = slope !== 0 && Number.isFinite(slope) && Number.isFinite(intercept)
  const scale = isScaled ? { slope, intercept } : { slope: 1, intercept: 0 }
  return { little, dtype, dataAt, ...scale, shape: [dim[5], dim[6]] }
}

/** The XML of the first extension of code 32. */
async function extensionOf(source: Source, { little, dataAt }: CiftiHeader): Promise<string> {
  const file = source.name
  for (let at = 544; at + 8 <= dataAt; ) {
    const head = await readExactly(source, at, at + 8)
    const view = new DataView(head.buffer, head.byteOffset, 8)
    const size = view.getInt32(0, little)
    if (!(size >= 16 && at + size <= dataAt)) {
      fail('file-corrupt', { file, byte: at, found: size, expected: 'the size of an extension' })
    }
    if (view.getInt32(4, little) === 32) {
      const bytes = await readExactly(source, at + 8, at + size)
      return new TextDecoder().decode(bytes).replace(/\0+$/, '')
    }
    at += size
  }
  return fail('file-corrupt', { file, byte: 540, expected: 'an extension of CIFTI' })
}

import { fail } from '../errors.ts'
import { niftiAffine } from './nifti-affine.ts'
import {
  type NiftiDtype,
  type NiftiLayout,
  niftiDtypes,
  niftiLayouts,
  refusedDtypes,
} from './nifti-layout.ts'

/** What the header of a NIfTI file says, and how it was understood. */
export interface NiftiHeader {
  readonly format: NiftiLayout['format']
  /** As the header has it: three or four numbers, fewer for a flat image. */
  readonly shape: readonly number[]
  readonly grid: readonly [number, number, number]
  readonly scans: number
  readonly dtype: NiftiDtype
  readonly little: boolean
  /** First byte of the voxels. */
  readonly dataAt: number
  /** 1 and 0 when the image is not scaled. */
  readonly slope: number
  readonly intercept: number
  readonly voxelMm: readonly [number, number, number]
  readonly trS: number
  /** 4 x 4, row after row, mm. */
  readonly affine: readonly number[]
  readonly warnings: readonly string[]
}

/** mm in a unit of space, s in a unit of time, by the code of `xyzt_units`. */
const millimetres: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 1e-3 }
const seconds: Readonly<Record<number, number>> = { 0: 1, 8: 1, 16: 1e-3, 24: 1e-6 }

/**
 * Reads a NIfTI-1 or NIfTI-2 header of either byte order.
 *
 * The affine follows nibabel (`niftiAffine`). Sizes in m or µm are converted to mm, times in ms or
 * µs to s; where the header names no unit they are taken as mm and s.
 *
 * @param bytes the first 544 bytes of the image, inflated; fewer when it is shorter
 * @throws {NeurarrowError} `file-truncated` or `file-corrupt` with the byte of the field
 * @see NIfTI-1 and NIfTI-2 data format, https://nifti.nimh.nih.gov
 */
export function readNiftiHeader(bytes: Uint8Array, file: string): NiftiHeader {
  const fields = fieldsOf(bytes, file)
  const { layout, little } = fields
  const warnings: string[] = []
  const shape = shapeOf(fields)
  const grid = [shape[0], shape[1] ?? 1, shape[2] ?? 1] as const
  const dtype = dtypeOf(fields, warnings)
  return {
    format: layout.format,
    shape,
    grid,
    scans: shape[3] ?? 1,
    dtype,
    little,
    dataAt: dataStart(fields, warnings),
    ...scaleOf(fields),
    ...placeOf(fields, grid, warnings),
    trS: shape.length > 3 ? repetition(fields, warnings) : 0,
    warnings,
  }
}

interface Fields {
  readonly file: string
  readonly layout: NiftiLayout
  readonly little: boolean
  readonly bytes: Uint8Array
  /** A field that is f32 in NIfTI-1 and f64 in NIfTI-2; `index` counts along an array. */
  real(byte: number, index?: number): number
  /** A field that is 16 bits in NIfTI-1 and 64 (dim) or 32 (codes) in NIfTI-2. */
  extent(index: number): number
  code(byte: number): number
  int16(byte: number): number
}

function fieldsOf(bytes: Uint8Array, file: string): Fields {
  if (bytes.length < 348) {
    fail('file-truncated', { file, byte: bytes.length, expected: 348 })
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { version, little } = versionOf(view, file)
  const layout = niftiLayouts[version]
  const wide = version === 2
  if (bytes.length < layout.headerBytes) {
    fail('file-truncated', { file, byte: bytes.length, expected: layout.headerBytes })
  }
  const magic = Buffer.from(bytes.subarray(layout.magic, layout.magic + 4)).toString('latin1')
  if (magic !== `n+${version}\0`) {
    const expected = `n+${version}, header and voxels in one file`
    fail('file-corrupt', { file, byte: layout.magic, found: magic, expected })
  }
  return {
    file,
    layout,
    little,
    bytes,
    real: (byte, index = 0) =>
      wide ? view.getFloat64(byte + 8 * index, little) : view.getFloat32(byte + 4 * index, little),
    extent: (index) =>
      wide
        ? Number(view.getBigInt64(layout.dim + 8 * index, little))
        : view.getInt16(layout.dim + 2 * index, little),
    code: (byte) => (wide ? view.getInt32(byte, little) : view.getInt16(byte, little)),
    int16: (byte) => view.getInt16(byte, little),
  }
}

/** Both from the first field, the header's own length: 348 or 540 in one of two byte orders. */
function versionOf(view: DataView, file: string): { version: 1 | 2; little: boolean } {
  for (const little of [true, false]) {
    const length = view.getInt32(0, little)
    if (length === 348) return { version: 1, little }
    if (length === 540) return { version: 2, little }
  }
  return fail('file-corrupt', {
    file,
    byte: 0,
    expected: 'a NIfTI header of 348 or 540 bytes',
    found: view.getInt32(0, true),
  })
}

function shapeOf({ extent, layout, file }: Fields): number[] {
  const rank = extent(0)
  const dims = Array.from({ length: 7 }, (_, i) => extent(i + 1))
  const used = dims.slice(0, Math.min(Math.max(rank, 0), 7))
  while (used.length > 4 && used[used.length - 1] === 1) used.pop()
  const isWhole = used.every((n) => n >= 1 && Number.isSafeInteger(n))
  if (rank < 1 || rank > 7 || used.length > 4 || !isWhole) {
    const expected = 'three or four dimensions of at least one voxel'
    fail('file-corrupt', { file, byte: layout.dim, rank, found: dims, expected })
  }
  return used
}

function dtypeOf({ int16, layout, file }: Fields, warnings: string[]): NiftiDtype {
  const code = int16(layout.datatype)
  const names = Object.keys(niftiDtypes) as NiftiDtype[]
  const dtype = names.find((name) => niftiDtypes[name].code === code)
  if (dtype === undefined) {
    const found = refusedDtypes[code] ?? code
    return fail('file-corrupt', { file, byte: layout.datatype, code, found, expected: names })
  }
  const bits = int16(layout.bitpix)
  if (bits !== niftiDtypes[dtype].bytes * 8) {
    warnings.push(`the header states ${bits} bits a voxel; ${dtype} is read`)
  }
  return dtype
}

function dataStart({ real, bytes, layout, little, file }: Fields, warnings: string[]): number {
  const wide = layout.format === 'NIfTI-2'
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const stated = wide ? Number(view.getBigInt64(layout.voxOffset, little)) : real(layout.voxOffset)
  const least = layout.headerBytes + 4
  if (stated === 0) {
    warnings.push(`the header places the voxels at byte 0; they are read from ${least}`)
    return least
  }
  if (!(Number.isSafeInteger(stated) && stated >= least)) {
    const facts = { found: String(stated), expected: `a byte from ${least} on` }
    fail('file-corrupt', { file, byte: layout.voxOffset, ...facts })
  }
  return stated
}

/** A slope that is 0 or no finite number leaves the image unscaled. */
function scaleOf({ real, layout, file }: Fields): { slope: number; intercept: number } {
  const slope = real(layout.slope)
  const intercept = real(layout.intercept)
  if (slope === 0 || !Number.isFinite(slope)) return { slope: 1, intercept: 0 }
  if (!Number.isFinite(intercept)) {
    fail('file-corrupt', { file, byte: layout.intercept, found: String(intercept), slope })
  }
  return { slope, intercept }
}

function placeOf(fields: Fields, shape: NiftiHeader['grid'], warnings: string[]) {
  const { real, code, layout, file } = fields
  const voxel = [1, 2, 3].map((axis) => Math.abs(real(layout.pixdim, axis)))
  const sizes = [voxel[0], voxel[1], voxel[2]] as const
  const affine = niftiAffine({
    shape,
    voxel: sizes,
    sformCode: code(layout.sformCode),
    srow: Array.from({ length: 12 }, (_, i) => real(layout.srow, i)),
    qformCode: code(layout.qformCode),
    quatern: Array.from({ length: 6 }, (_, i) => real(layout.quatern, i)),
    qfac: real(layout.pixdim),
    tolerance: 3 * (layout.format === 'NIfTI-2' ? Number.EPSILON : 2 ** -23),
  })
  if (affine === undefined || !affine.every(Number.isFinite)) {
    const byte = code(layout.sformCode) > 0 ? layout.srow : layout.quatern
    return fail('file-corrupt', { file, byte, expected: 'a finite affine' })
  }
  const unit = unitsOf(fields) & 7
  const mm = millimetres[unit] ?? 1
  if (mm !== 1) warnings.push(`sizes are in units of ${mm} mm; they are converted`)
  if (!(unit in millimetres)) warnings.push(`unit ${unit} of space is unknown; mm are assumed`)
  return {
    voxelMm: [sizes[0] * mm, sizes[1] * mm, sizes[2] * mm] as const,
    affine: affine.map((value, i) => (i < 12 ? value * mm : value)),
  }
}

function repetition(fields: Fields, warnings: string[]): number {
  const stated = fields.real(fields.layout.pixdim, 4)
  const unit = unitsOf(fields) & 56
  const perUnit = seconds[unit]
  if (perUnit === undefined || !(stated >= 0) || !Number.isFinite(stated)) {
    warnings.push(`the fourth axis has no time step in a unit of time (${stated}, unit ${unit})`)
    return 0
  }
  const trS = stated * perUnit
  if (trS > 100) warnings.push(`the time between scans is ${trS} s as the header states it`)
  return trS
}

function unitsOf({ bytes, layout, code }: Fields): number {
  return layout.format === 'NIfTI-2' ? code(layout.units) : bytes[layout.units]
}

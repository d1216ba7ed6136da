import { fail } from '../errors.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import { type NiftiDtype, niftiDtypes, niftiLayouts } from './nifti-layout.ts'

/** An image as `encodeNifti` writes it. */
export interface NiftiContent {
  /** Voxels along x, y, z and, for a series, scans. */
  readonly shape: readonly [number, number, number] | readonly [number, number, number, number]
  readonly dtype: NiftiDtype
  /** 4 x 4, row after row: voxel index to mm (RAS+). */
  readonly affine: readonly number[]
  readonly voxelMm: readonly [number, number, number]
  /** Repetition time, s; 0 for a single volume. */
  readonly trS: number
  /** Scaling: value = stored * slope + intercept. Default 1 and 0. */
  readonly slope?: number
  readonly intercept?: number
  /** x fastest, then y, z and scan; in the unit after scaling. */
  readonly values: ArrayLike<number>
  /** Default `NIfTI-1`. */
  readonly format?: 'NIfTI-1' | 'NIfTI-2'
  /** Default false: the lowest byte first. */
  readonly bigEndian?: boolean
}

/** Bytes of units of space (mm) and time (s) in `xyzt_units`. */
const millimetresSeconds = 2 | 8

/**
 * Makes the bytes of a `.nii` file; for `.nii.gz` the caller compresses them.
 *
 * The affine is written as sform with code 1 (scanner); qform is left out. Values that an integer
 * type cannot hold are rounded to the nearest and saturate.
 *
 * @throws {NeurarrowError} `arguments-invalid` when lengths contradict the shape, `non-finite` for
 *   NaN in an integer type
 * @see NIfTI-1 and NIfTI-2 data format, https://nifti.nimh.nih.gov
 */
export function encodeNifti(content: NiftiContent): Uint8Array {
  const { shape, values, affine, bigEndian = false } = content
  const layout = niftiLayouts[content.format === 'NIfTI-2' ? 2 : 1]
  const { bytes, array } = niftiDtypes[content.dtype]
  const voxels = shape.reduce((product, n) => product * n, 1)
  if (voxels !== values.length || affine.length !== 16) {
    fail('arguments-invalid', { shape, values: values.length, affine: affine.length })
  }
  const dataAt = layout.headerBytes + 4
  const from = Math.ceil(dataAt / 16) * 16
  const out = new Uint8Array(from + voxels * bytes)
  writeHeader(out, content, from)
  const stored = new array(out.buffer, from, voxels)
  fillScaled(stored, content)
  if (bigEndian === hostIsLittle) swapBytes(out.subarray(from), bytes)
  return out
}

function writeHeader(out: Uint8Array, content: NiftiContent, dataAt: number): void {
  const { shape, voxelMm, affine, trS, slope = 1, intercept = 0 } = content
  const version = content.format === 'NIfTI-2' ? 2 : 1
  const at = niftiLayouts[version]
  const little = !content.bigEndian
  const view = new DataView(out.buffer)
  const real = (byte: number, value: number) =>
    version === 2 ? view.setFloat64(byte, value, little) : view.setFloat32(byte, value, little)
  const code = (byte: number, value: number) =>
    version === 2 ? view.setInt32(byte, value, little) : view.setInt16(byte, value, little)
  const step = version === 2 ? 8 : 4
  view.setInt32(0, at.headerBytes, little)
  view.setInt16(at.datatype, niftiDtypes[content.dtype].code, little)
  view.setInt16(at.bitpix, niftiDtypes[content.dtype].bytes * 8, little)
  for (let i = 0; i < 8; i++) {
    const extent = i === 0 ? shape.length : (shape[i - 1] ?? 1)
    if (version === 2) view.setBigInt64(at.dim + 8 * i, BigInt(extent), little)
    else view.setInt16(at.dim + 2 * i, extent, little)
  }
  for (const [i, size] of [1, ...voxelMm, trS].entries()) real(at.pixdim + step * i, size)
  if (version === 2) view.setBigInt64(at.voxOffset, BigInt(dataAt), little)
  else view.setFloat32(at.voxOffset, dataAt, little)
  real(at.slope, slope)
  real(at.intercept, intercept)
  code(at.sformCode, 1)
  for (let i = 0; i < 12; i++) real(at.srow + step * i, affine[i])
  if (version === 2) view.setInt32(at.units, millimetresSeconds, little)
  else out[at.units] = millimetresSeconds
  const magic = version === 2 ? 'n+2\0\r\n\x1a\n' : 'n+1\0'
  for (let i = 0; i < magic.length; i++) out[at.magic + i] = magic.charCodeAt(i)
}

type Stored = InstanceType<(typeof niftiDtypes)[NiftiDtype]['array']>

function fillScaled(stored: Stored, content: NiftiContent): void {
  const { values, dtype, slope = 1, intercept = 0 } = content
  if (stored instanceof Float32Array || stored instanceof Float64Array) {
    for (let i = 0; i < stored.length; i++) stored[i] = (values[i] - intercept) / slope
    return
  }
  const bits = niftiDtypes[dtype].bytes * 8
  const signed = dtype.startsWith('int')
  const low = signed ? -(2 ** (bits - 1)) : 0
  const above = signed ? 2 ** (bits - 1) : 2 ** bits
  // 2^63 - 1 and 2^64 - 1 are no doubles: the largest double below takes their place
  const high = bits === 64 ? above - above / 2 ** 53 : above - 1
  for (let i = 0; i < stored.length; i++) {
    const whole = Math.round((values[i] - intercept) / slope)
    if (Number.isNaN(whole)) fail('non-finite', { index: i, value: values[i] })
    const kept = Math.min(Math.max(whole, low), high)
    if (stored instanceof BigInt64Array) stored[i] = BigInt.asIntN(64, BigInt(kept))
    else if (stored instanceof BigUint64Array) stored[i] = BigInt.asUintN(64, BigInt(kept))
    else stored[i] = kept
  }
}

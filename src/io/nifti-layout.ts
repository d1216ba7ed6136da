/** Byte offsets of the header fields that are read or written. */
export interface NiftiLayout {
  readonly format: 'NIfTI-1' | 'NIfTI-2'
  readonly headerBytes: number
  readonly magic: number
  readonly datatype: number
  readonly bitpix: number
  readonly dim: number
  readonly pixdim: number
  readonly voxOffset: number
  readonly slope: number
  readonly intercept: number
  readonly qformCode: number
  readonly sformCode: number
  /** quatern_b, c, d, then qoffset x, y, z. */
  readonly quatern: number
  readonly srow: number
  readonly units: number
}

/**
 * The two header layouts.
 *
 * @see NIfTI-1 and NIfTI-2 data format, https://nifti.nimh.nih.gov, nifti1.h and nifti2.h
 */
export const niftiLayouts: Readonly<Record<1 | 2, NiftiLayout>> = {
  1: {
    format: 'NIfTI-1',
    headerBytes: 348,
    magic: 344,
    datatype: 70,
    bitpix: 72,
    dim: 40,
    pixdim: 76,
    voxOffset: 108,
    slope: 112,
    intercept: 116,
    qformCode: 252,
    sformCode: 254,
    quatern: 256,
    srow: 280,
    units: 123,
  },
  2: {
    format: 'NIfTI-2',
    headerBytes: 540,
    magic: 4,
    datatype: 12,
    bitpix: 14,
    dim: 16,
    pixdim: 104,
    voxOffset: 168,
    slope: 176,
    intercept: 184,
    qformCode: 344,
    sformCode: 348,
    quatern: 352,
    srow: 400,
    units: 500,
  },
}

/** Numbers that a voxel may be stored as. */
export type NiftiDtype = keyof typeof niftiDtypes

/** Code and size in bytes of each voxel type that is read. */
export const niftiDtypes = {
  uint8: { code: 2, bytes: 1, array: Uint8Array },
  int16: { code: 4, bytes: 2, array: Int16Array },
  int32: { code: 8, bytes: 4, array: Int32Array },
  float32: { code: 16, bytes: 4, array: Float32Array },
  float64: { code: 64, bytes: 8, array: Float64Array },
  int8: { code: 256, bytes: 1, array: Int8Array },
  uint16: { code: 512, bytes: 2, array: Uint16Array },
  uint32: { code: 768, bytes: 4, array: Uint32Array },
  int64: { code: 1024, bytes: 8, array: BigInt64Array },
  uint64: { code: 1280, bytes: 8, array: BigUint64Array },
} as const

/** Names of the voxel types that are refused, by code. */
export const refusedDtypes: Readonly<Record<number, string>> = {
  1: 'binary',
  32: 'complex64',
  128: 'rgb24',
  1536: 'float128',
  1792: 'complex128',
  2048: 'complex256',
  2304: 'rgba32',
}

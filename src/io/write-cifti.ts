import { fail } from '../errors.ts'
import type { BrainSpace } from '../tables/brain-space.ts'
import { ciftiRows } from './cifti-rows.ts'
import { niftiDtypes, niftiLayouts } from './nifti-layout.ts'
import { xmlText } from './xml-text.ts'

/** What `encodeCifti` writes. */
export interface CiftiContent {
  /** `CORTEX_LEFT:12`, `THALAMUS_LEFT:3,4,5`, `3,4,5`, or names of parcels. */
  readonly rows: readonly string[]
  readonly space: BrainSpace
  /** A series of samples, or the names of maps. */
  readonly along: { readonly startS: number; readonly stepS: number } | readonly string[]
  /** Shape [C, T]. */
  readonly values: Float32Array
}

/** Codes and names of intents; rows are dense or parcels, columns a series or maps. */
const intents = {
  denseSeries: [3002, 'ConnDenseSeries'],
  parcelSeries: [3004, 'ConnParcelSries'],
  denseMaps: [3006, 'ConnDenseScalar'],
  parcelMaps: [3008, 'ConnParcelScalr'],
} as const

/** What the files are called, in the order of the intents. */
export type CiftiEnding = 'dtseries.nii' | 'ptseries.nii' | 'dscalar.nii' | 'pscalar.nii'

/**
 * Makes the bytes of a CIFTI-2 file of 32-bit floats: a NIfTI-2 header, the XML, the matrix.
 *
 * Rows are all vertices and voxels, or all parcels that `space.parcels` has a place for. Vertices
 * of one structure must stand together, as must voxels.
 *
 * @returns the bytes, and the ending that a file of this content has
 * @throws {NeurarrowError} `arguments-invalid` for rows without a place, structures apart, or
 *   values of another length
 * @see CIFTI-2 file format, https://www.nitrc.org/projects/cifti
 */
export function encodeCifti(content: CiftiContent): { bytes: Uint8Array; ending: CiftiEnding } {
  const { rows, space, along, values } = content
  const isSeries = 'stepS' in along
  const columns = values.length / rows.length
  if (!Number.isInteger(columns) || columns < 1 || (!isSeries && along.length !== columns)) {
    fail('arguments-invalid', { rows: rows.length, values: values.length })
  }
  const { isDense, xml } = ciftiRows(rows, space)
  const kind = `${isDense ? 'dense' : 'parcel'}${isSeries ? 'Series' : 'Maps'}` as const
  const first = isSeries ? seriesXml(along, columns) : mapsXml(along)
  const text = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<CIFTI Version="2"><Matrix>
${first}
${xml}
</Matrix></CIFTI>
`)
  // an extension is a multiple of 16 bytes, of which 8 are its own head
  const extension = Math.ceil((8 + text.length) / 16) * 16
  const dataAt = Math.ceil((544 + extension) / 16) * 16
  const out = new Uint8Array(dataAt + 4 * values.length)
  const view = new DataView(out.buffer)
  writeHeader(out, { columns, rows: rows.length, dataAt, intent: intents[kind] })
  view.setInt32(544, extension, true)
  view.setInt32(548, 32, true)
  out.set(text, 552)
  for (let i = 0; i < values.length; i++) view.setFloat32(dataAt + 4 * i, values[i], true)
  const ending = `${isDense ? 'd' : 'p'}${isSeries ? 'tseries' : 'scalar'}.nii` as const
  return { bytes: out, ending }
}

interface Facts {
  readonly columns: number
  readonly rows: number
  readonly dataAt: number
  readonly intent: readonly [code: number, name: string]
}

function writeHeader(out: Uint8Array, { columns, rows, dataAt, intent }: Facts): void {
  const view = new DataView(out.buffer)
  const at = niftiLayouts[2]
  view.setInt32(0, at.headerBytes, true)
  out.set(Buffer.from('n+2\0\r\n\x1a\n', 'latin1'), at.magic)
  view.setInt16(at.datatype, niftiDtypes.float32.code, true)
  view.setInt16(at.bitpix, 32, true)
  for (const [i, size] of [6, 1, 1, 1, 1, columns, rows, 1].entries()) {
    view.setBigInt64(at.dim + 8 * i, BigInt(size), true)
    view.setFloat64(at.pixdim + 8 * i, 1, true)
  }
  view.setBigInt64(at.voxOffset, BigInt(dataAt), true)
  view.setFloat64(at.slope, 1, true)
  // mm and s, in the units that NIfTI counts in
  view.setInt32(at.units, 2 | 8, true)
  view.setInt32(at.units + 4, intent[0], true)
  out.set(Buffer.from(intent[1], 'latin1'), at.units + 8)
  // one extension follows
  out[540] = 1
}

function seriesXml({ startS, stepS }: { startS: number; stepS: number }, points: number): string {
  return (
    '<MatrixIndicesMap AppliesToMatrixDimension="0" ' +
    `IndicesMapToDataType="CIFTI_INDEX_TYPE_SERIES" NumberOfSeriesPoints="${points}" ` +
    `SeriesExponent="0" SeriesStart="${startS}" SeriesStep="${stepS}" SeriesUnit="SECOND"/>`
  )
}

function mapsXml(maps: readonly string[]): string {
  const named = maps.map((name) => `<NamedMap><MapName>${xmlText(name)}</MapName></NamedMap>`)
  return (
    '<MatrixIndicesMap AppliesToMatrixDimension="0" ' +
    `IndicesMapToDataType="CIFTI_INDEX_TYPE_SCALARS">${named.join('')}</MatrixIndicesMap>`
  )
}

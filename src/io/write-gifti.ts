import { deflateSync } from 'node:zlib'
import { fail } from '../errors.ts'
import { xmlText } from './xml-text.ts'

/** Values on one surface as `encodeGifti` writes them. */
export interface GiftiContent {
  /** As CIFTI calls it: `CORTEX_LEFT`. */
  readonly structure: string
  /** Vertices of the whole surface, V. */
  readonly vertices: number
  /** Which vertices have values, shape [C]; all others are 0. */
  readonly indices: readonly number[]
  /** Shape [C, T]. */
  readonly values: Float32Array
  /** Time between samples, s; 0 where samples are maps. */
  readonly stepS: number
  /** Names of the maps. */
  readonly maps?: readonly string[]
}

/**
 * Makes the bytes of a `.func.gii` file: an array of 32-bit floats for each sample or map,
 * compressed, over all vertices of the surface.
 *
 * @throws {NeurarrowError} `arguments-invalid` for indices beyond the surface or values of another
 *   length
 * @see GIFTI surface data format 1.0, https://www.nitrc.org/projects/gifti
 */
export function encodeGifti(content: GiftiContent): Uint8Array {
  const { structure, vertices, indices, values, stepS, maps } = content
  const samples = values.length / indices.length
  const beyond = indices.find((index) => !(Number.isInteger(index) && index < vertices))
  if (beyond !== undefined || !Number.isInteger(samples) || samples < 1) {
    const facts = { structure, vertices, index: beyond, rows: indices.length }
    fail('arguments-invalid', { ...facts, values: values.length })
  }
  const arrays = Array.from({ length: samples }, (_, t) => {
    const bytes = new Uint8Array(4 * vertices)
    const view = new DataView(bytes.buffer)
    for (const [c, v] of indices.entries()) view.setFloat32(4 * v, values[c * samples + t], true)
    const named = maps === undefined ? '' : metadata({ Name: maps[t] ?? '' })
    return arrayXml(bytes, vertices, { isSeries: stepS > 0, named })
  })
  const facts = {
    AnatomicalStructurePrimary: spoken(structure),
    ...(stepS > 0 ? { TimeStep: String(stepS * 1000) } : {}),
  }
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE GIFTI SYSTEM "http://www.nitrc.org/frs/download.php/115/gifti.dtd">
<GIFTI Version="1.0" NumberOfDataArrays="${samples}">
${metadata(facts)}
<LabelTable/>
${arrays.join('\n')}
</GIFTI>
`)
}

interface ArrayFacts {
  readonly isSeries: boolean
  readonly named: string
}

function arrayXml(bytes: Uint8Array, vertices: number, { isSeries, named }: ArrayFacts): string {
  const intent = isSeries ? 'TIME_SERIES' : 'NONE'
  const facts = [
    `Intent="NIFTI_INTENT_${intent}" DataType="NIFTI_TYPE_FLOAT32"`,
    'ArrayIndexingOrder="RowMajorOrder" Dimensionality="1"',
    `Dim0="${vertices}" Encoding="GZipBase64Binary" Endian="LittleEndian"`,
    'ExternalFileName="" ExternalFileOffset=""',
  ]
  const data = deflateSync(bytes).toString('base64')
  return `<DataArray ${facts.join(' ')}>
${named === '' ? '<MetaData/>' : named}
<Data>${data}</Data>
</DataArray>`
}

function metadata(pairs: Readonly<Record<string, string>>): string {
  const lines = Object.entries(pairs).map(
    ([name, value]) => `<MD><Name>${name}</Name><Value>${xmlText(value)}</Value></MD>`,
  )
  return `<MetaData>${lines.join('')}</MetaData>`
}

/** `CORTEX_LEFT` as GIFTI calls it: `CortexLeft`. */
function spoken(structure: string): string {
  return structure
    .toLowerCase()
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
}

import { inflateSync } from 'node:zlib'
import { fail } from '../errors.ts'
import { defineReader, type ImageInfo, type Source } from '../reader.ts'
import { makeSurface, type SurfaceContent } from '../tables/surface.ts'
import { hostIsLittle, swapBytes } from './byte-order.ts'
import { chosenSurface } from './surface-choice.ts'
import { readText } from './tsv.ts'
import { childrenOf, metadataOf, parseXml, type XmlElement } from './xml.ts'

/**
 * Reads values on a surface: time series and maps (`.func.gii`, `.shape.gii`) and labels
 * (`.label.gii`), a row a vertex.
 *
 * Vertices are named by their structure and number, as in CIFTI: `CORTEX_LEFT:12`. Each array is a
 * sample; an array of two dimensions holds all. The time between samples is `TimeStep` in ms where
 * a file states it. Data in other files are refused.
 *
 * @see GIFTI surface data format 1.0, https://www.nitrc.org/projects/gifti
 */
export const gifti = defineReader({
  use: 'gifti',
  title: 'Values on a surface: GIFTI time series, maps and labels',
  endings: ['.func.gii', '.shape.gii', '.label.gii'],
  version: 2,
  writes: 'signals',

  async inspect(source): Promise<ImageInfo> {
    const { channels, values, stepS } = await readGifti(source)
    const shape = [channels.length, values.length / Math.max(1, channels.length)]
    const scale = { slope: 1, intercept: 0 }
    const warnings = stepS > 0 ? [] : ['the file states no time between samples']
    return {
      format: 'GIFTI',
      shape,
      dtype: 'float32',
      voxelMm: [],
      trS: stepS,
      affine: [],
      scale,
      warnings,
    }
  },

  async read(source, recording, options) {
    const content = await readGifti(source)
    return makeSurface(recording, chosenSurface(content, options, source.name))
  },
})

async function readGifti(source: Source): Promise<SurfaceContent> {
  const file = source.name
  const root = parseXml(await readText(source), file)
  const arrays = childrenOf(root, 'DataArray')
  if (root.name !== 'GIFTI' || arrays.length === 0) {
    return fail('file-corrupt', { file, byte: root.byte, expected: 'a GIFTI with data arrays' })
  }
  const samples = arrays.flatMap((array) => samplesOf(array, file))
  const vertices = samples[0].length
  for (const [i, sample] of samples.entries()) {
    if (sample.length !== vertices) {
      fail('file-corrupt', { file, byte: 0, sample: i, expected: vertices, found: sample.length })
    }
  }
  const values = new Float32Array(vertices * samples.length)
  for (const [t, sample] of samples.entries()) {
    for (let v = 0; v < vertices; v++) values[v * samples.length + t] = sample[v]
  }
  const facts = { ...metadataOf(root), ...metadataOf(arrays[0]) }
  const structure = structureName(facts.AnatomicalStructurePrimary)
  const stepMs = Number(facts.TimeStep ?? 0)
  const labels = labelsOf(root)
  return {
    channels: Array.from({ length: vertices }, (_, v) => `${structure}:${v}`),
    values,
    startS: 0,
    stepS: stepMs > 0 && Number.isFinite(stepMs) ? stepMs / 1000 : 0,
    ...(labels ? { labels: samples.map(() => labels) } : {}),
    space: { surfaces: { [structure]: vertices } },
  }
}

/** `CortexLeft` as CIFTI calls it. */
function structureName(name: string | undefined): string {
  if (name === undefined || name === '') return 'SURFACE'
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
}

const types = {
  NIFTI_TYPE_UINT8: Uint8Array,
  NIFTI_TYPE_INT32: Int32Array,
  NIFTI_TYPE_FLOAT32: Float32Array,
  NIFTI_TYPE_FLOAT64: Float64Array,
} as const

/** The samples of an array: itself, or its columns where it has two dimensions. */
function samplesOf(array: XmlElement, file: string): Float32Array[] {
  const { attributes: words, byte } = array
  if (/POINTSET|TRIANGLE/.test(words.Intent ?? '')) {
    fail('file-corrupt', { file, byte, found: words.Intent, expected: 'values of vertices' })
  }
  const rank = Number(words.Dimensionality)
  const [rows, columns = 1] = [0, 1].slice(0, rank).map((axis) => Number(words[`Dim${axis}`]))
  const isWhole = [rows, columns].every((n) => Number.isSafeInteger(n) && n >= 1)
  if (!(rank === 1 || rank === 2) || !isWhole || rows * columns > mostNumbers) {
    return fail('file-corrupt', { file, byte, rank, rows, columns, expected: '1 or 2 dimensions' })
  }
  const numbers = numbersOf(array, file, rows * columns)
  const isRowMajor = words.ArrayIndexingOrder !== 'ColumnMajorOrder'
  return Array.from({ length: columns }, (_, t) =>
    Float32Array.from({ length: rows }, (__, v) =>
      Number(isRowMajor ? numbers[v * columns + t] : numbers[t * rows + v]),
    ),
  )
}

const mostNumbers = 2 ** 31 - 1

function numbersOf(array: XmlElement, file: string, count: number): ArrayLike<number> {
  const { attributes: words, byte } = array
  const [data] = childrenOf(array, 'Data')
  const kind = types[words.DataType as keyof typeof types]
  const facts = { file, byte }
  if (kind === undefined) {
    return fail('file-corrupt', { ...facts, found: words.DataType, expected: Object.keys(types) })
  }
  const text = data?.text ?? ''
  if (words.Encoding === 'ASCII') return asciiNumbers(text, facts, count)
  const isPacked = words.Encoding === 'GZipBase64Binary'
  if (!isPacked && words.Encoding !== 'Base64Binary') {
    return fail('file-corrupt', { ...facts, found: words.Encoding, expected: 'data in this file' })
  }
  const size = kind.BYTES_PER_ELEMENT * count
  const packed = Buffer.from(text, 'base64')
  const bytes = new Uint8Array(isPacked ? unpacked(packed, size, facts) : packed)
  if (bytes.length !== size) fail('file-corrupt', { ...facts, expected: size, found: bytes.length })
  if ((words.Endian !== 'BigEndian') !== hostIsLittle) swapBytes(bytes, kind.BYTES_PER_ELEMENT)
  return new kind(bytes.buffer, 0, count)
}

function unpacked(
  packed: Buffer,
  size: number,
  facts: Readonly<Record<string, unknown>>,
): Uint8Array {
  try {
    return new Uint8Array(inflateSync(packed, { maxOutputLength: size + 1 }))
  } catch (cause) {
    return fail('file-corrupt', { ...facts, expected: `${size} bytes of zlib` }, cause)
  }
}

function asciiNumbers(
  text: string,
  facts: Readonly<Record<string, unknown>>,
  count: number,
): number[] {
  const numbers = text.trim().split(/\s+/).map(Number)
  if (numbers.length !== count || numbers.some((value) => Number.isNaN(value))) {
    fail('file-corrupt', { ...facts, expected: `${count} numbers`, found: numbers.length })
  }
  return numbers
}

function labelsOf(root: XmlElement): Record<string, string> | undefined {
  const [table] = childrenOf(root, 'LabelTable')
  const labels = table ? childrenOf(table, 'Label') : []
  if (labels.length === 0) return undefined
  return Object.fromEntries(labels.map(({ attributes, text }) => [attributes.Key, text.trim()]))
}

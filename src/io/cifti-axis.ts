import { fail } from '../errors.ts'
import type { BrainSpace } from '../tables/brain-space.ts'
import { spaceOf, structureOf } from './cifti-space.ts'
import { childrenOf, type XmlElement } from './xml.ts'

/** What the places along one dimension of a CIFTI matrix are. */
export interface CiftiAxis {
  readonly length: number
  /** Names of vertices, voxels or parcels; none for series, maps and labels. */
  readonly names: readonly string[]
  /** Of a series, s; 0 for others. */
  readonly startS: number
  readonly stepS: number
  /** Names of maps. */
  readonly maps?: readonly string[]
  /** Names of labels of each map, by number. */
  readonly labels?: readonly Readonly<Record<string, string>>[]
  /** Where vertices, voxels or parcels lie. */
  readonly space?: BrainSpace
}

/**
 * Reads what the places along a dimension are from the XML of a CIFTI-2 file.
 *
 * @param dimension 0 along rows, 1 along columns
 * @throws {NeurarrowError} `file-corrupt` with the byte of the element in the XML
 */
export function axisOf(root: XmlElement, dimension: number, file: string): CiftiAxis {
  const matrix = root.name === 'CIFTI' ? childrenOf(root, 'Matrix')[0] : undefined
  const maps = matrix ? childrenOf(matrix, 'MatrixIndicesMap') : []
  const map = maps.find(({ attributes }) => {
    return (attributes.AppliesToMatrixDimension ?? '').split(',').includes(String(dimension))
  })
  if (map === undefined) {
    return fail('file-corrupt', {
      file,
      byte: root.byte,
      expected: `a map of dimension ${dimension}`,
    })
  }
  const kind = (map.attributes.IndicesMapToDataType ?? '').replace('CIFTI_INDEX_TYPE_', '')
  if (kind === 'SERIES') return seriesOf(map, file)
  if (kind === 'SCALARS' || kind === 'LABELS') return namedMaps(map, kind)
  if (kind === 'BRAIN_MODELS') return modelsOf(map, file)
  if (kind === 'PARCELS') {
    const names = childrenOf(map, 'Parcel').map(({ attributes }) => attributes.Name ?? '')
    return { length: names.length, names, startS: 0, stepS: 0, space: spaceOf(map, file) }
  }
  return fail('file-corrupt', { file, byte: map.byte, found: kind, expected: 'a map of CIFTI-2' })
}

function wholeNumber(element: XmlElement, name: string, file: string): number {
  const value = Number(element.attributes[name])
  if (Number.isSafeInteger(value) && value >= 0 && value < 2 ** 31) return value
  const found = element.attributes[name]
  return fail('file-corrupt', { file, byte: element.byte, attribute: name, found, expected: 'N' })
}

function seriesOf(map: XmlElement, file: string): CiftiAxis {
  const { SeriesUnit: unit, SeriesExponent, SeriesStart, SeriesStep } = map.attributes
  const length = wholeNumber(map, 'NumberOfSeriesPoints', file)
  const power = 10 ** Number(SeriesExponent ?? 0)
  const [startS, stepS] = [Number(SeriesStart ?? 0) * power, Number(SeriesStep) * power]
  const isTime = unit === 'SECOND' && stepS > 0 && Number.isFinite(stepS + startS)
  if (isTime) return { length, names: [], startS, stepS }
  return fail('file-corrupt', {
    file,
    byte: map.byte,
    unit,
    stepS,
    expected: 'a series in seconds',
  })
}

function namedMaps(map: XmlElement, kind: 'SCALARS' | 'LABELS'): CiftiAxis {
  const named = childrenOf(map, 'NamedMap')
  const maps = named.map((each) => childrenOf(each, 'MapName')[0]?.text ?? '')
  const axis = { length: named.length, names: [], startS: 0, stepS: 0, maps }
  if (kind === 'SCALARS') return axis
  const labels = named.map((each) => {
    const tables = childrenOf(each, 'LabelTable').flatMap((table) => childrenOf(table, 'Label'))
    return Object.fromEntries(tables.map(({ attributes, text }) => [attributes.Key, text]))
  })
  return { ...axis, labels }
}

function modelsOf(map: XmlElement, file: string): CiftiAxis {
  const names: string[] = []
  for (const model of childrenOf(map, 'BrainModel')) {
    const count = wholeNumber(model, 'IndexCount', file)
    const first = wholeNumber(model, 'IndexOffset', file)
    const structure = structureOf(model.attributes.BrainStructure)
    const isSurface = model.attributes.ModelType === 'CIFTI_MODEL_TYPE_SURFACE'
    const [list] = childrenOf(model, isSurface ? 'VertexIndices' : 'VoxelIndicesIJK')
    const words = list?.text.trim().split(/\s+/) ?? []
    const width = isSurface ? 1 : 3
    if (words.length !== width * count || first !== names.length) {
      const facts = { found: words.length / width, offset: first }
      fail('file-corrupt', { file, byte: model.byte, ...facts, expected: count })
    }
    for (let i = 0; i < count; i++) {
      names.push(`${structure}:${words.slice(i * width, (i + 1) * width).join(',')}`)
    }
  }
  return { length: names.length, names, startS: 0, stepS: 0, space: spaceOf(map, file) }
}

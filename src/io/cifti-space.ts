import { fail } from '../errors.ts'
import type { BrainSpace, ParcelPlace } from '../tables/brain-space.ts'
import type { Grid } from '../tables/volumes.ts'
import { childrenOf, type XmlElement } from './xml.ts'

/**
 * Reads from the map of a CIFTI-2 dimension where its vertices, voxels or parcels lie: how many
 * vertices the whole surfaces have, the grid of voxels in mm, and what parcels consist of.
 *
 * @throws {NeurarrowError} `file-corrupt` with the byte of the element in the XML
 */
export function spaceOf(map: XmlElement, file: string): BrainSpace {
  const models = [...childrenOf(map, 'BrainModel'), ...childrenOf(map, 'Surface')]
  const surfaces = models.flatMap(({ attributes }) => {
    const { BrainStructure, SurfaceNumberOfVertices: count } = attributes
    const vertices = Number(count)
    const isKnown = count !== undefined && Number.isSafeInteger(vertices)
    return isKnown ? [[structureOf(BrainStructure), vertices] as const] : []
  })
  const [volume] = childrenOf(map, 'Volume')
  const parcels = childrenOf(map, 'Parcel').map((parcel) => {
    return [parcel.attributes.Name ?? '', placeOf(parcel, file)] as const
  })
  return {
    ...(surfaces.length > 0 ? { surfaces: Object.fromEntries(surfaces) } : {}),
    ...(volume ? { grid: gridIn(volume, file) } : {}),
    ...(parcels.length > 0 ? { parcels: Object.fromEntries(parcels) } : {}),
  }
}

/** `CIFTI_STRUCTURE_CORTEX_LEFT` without its beginning. */
export function structureOf(name: string | undefined): string {
  return (name ?? '').replace('CIFTI_STRUCTURE_', '')
}

function placeOf(parcel: XmlElement, file: string): ParcelPlace {
  const vertices = childrenOf(parcel, 'Vertices').map((list) => {
    return [structureOf(list.attributes.BrainStructure), wholeNumbers(list, file)] as const
  })
  const voxels = childrenOf(parcel, 'VoxelIndicesIJK').flatMap((list) => wholeNumbers(list, file))
  if (voxels.length % 3 !== 0) {
    fail('file-corrupt', { file, byte: parcel.byte, found: voxels.length, expected: 'triples' })
  }
  return {
    ...(vertices.length > 0 ? { vertices: Object.fromEntries(vertices) } : {}),
    ...(voxels.length > 0 ? { voxels } : {}),
  }
}

function wholeNumbers({ text, byte }: XmlElement, file: string): number[] {
  const words = text.trim()
  const numbers = words === '' ? [] : words.split(/\s+/).map(Number)
  const wrong = numbers.find((value) => !Number.isSafeInteger(value) || value < 0)
  if (wrong !== undefined) fail('file-corrupt', { file, byte, found: wrong, expected: 'an index' })
  return numbers
}

function gridIn(volume: XmlElement, file: string): Grid {
  const { byte, attributes } = volume
  const [x = 0, y = 0, z = 0] = (attributes.VolumeDimensions ?? '').split(',').map(Number)
  const [matrix] = childrenOf(volume, 'TransformationMatrixVoxelIndicesIJKtoXYZ')
  const toMm = 10 ** (Number(matrix?.attributes.MeterExponent ?? -3) + 3)
  const numbers = matrix?.text.trim().split(/\s+/).map(Number) ?? []
  const affine = numbers.map((value, i) => (i < 12 ? value * toMm : value))
  const isWhole = [x, y, z].every((n) => Number.isSafeInteger(n) && n > 0)
  if (!isWhole || affine.length !== 16 || !affine.every(Number.isFinite)) {
    const found = attributes.VolumeDimensions
    fail('file-corrupt', { file, byte, found, expected: 'a volume with 16 numbers' })
  }
  return { shape: [x, y, z], affine }
}

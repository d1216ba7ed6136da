import { fail } from '../errors.ts'
import { type BrainPlace, type BrainSpace, brainPlace } from '../tables/brain-space.ts'
import type { Grid } from '../tables/volumes.ts'
import { xmlText } from './xml-text.ts'

/**
 * The map of a CIFTI-2 file's rows as XML: brain models of vertices and voxels when all rows are
 * such, else parcels.
 *
 * @throws {NeurarrowError} `arguments-invalid` for a row whose place or whole surface is not known,
 *   for structures that do not stand together, and for voxels without a grid
 */
export function ciftiRows(rows: readonly string[], space: BrainSpace) {
  const places = rows.map(brainPlace)
  const isDense = space.parcels === undefined && places.every((place) => place !== undefined)
  const inner = isDense ? models(places as BrainPlace[], space) : parcels(rows, space)
  const kind = isDense ? 'BRAIN_MODELS' : 'PARCELS'
  const xml = `<MatrixIndicesMap AppliesToMatrixDimension="1" \
IndicesMapToDataType="CIFTI_INDEX_TYPE_${kind}">
${inner.join('\n')}
</MatrixIndicesMap>`
  return { isDense, xml }
}

function models(places: readonly BrainPlace[], space: BrainSpace): string[] {
  const parts: BrainPlace[][] = []
  for (const place of places) {
    const last = parts.at(-1)?.[0]
    const isSame =
      last?.structure === place.structure && last.indices.length === place.indices.length
    if (isSame) parts.at(-1)?.push(place)
    else parts.push([place])
  }
  const keys = parts.map(([{ structure, indices }]) => `${structure} ${indices.length}`)
  if (new Set(keys).size < keys.length) {
    fail('arguments-invalid', { structures: keys, expected: 'those of a structure together' })
  }
  const hasVoxels = places.some(({ indices }) => indices.length === 3)
  let offset = 0
  const xml = parts.map((part) => {
    const [{ structure, indices }] = part
    const isSurface = indices.length === 1
    const facts = [
      `IndexOffset="${offset}" IndexCount="${part.length}"`,
      `ModelType="CIFTI_MODEL_TYPE_${isSurface ? 'SURFACE' : 'VOXELS'}"`,
      `BrainStructure="CIFTI_STRUCTURE_${structure}"`,
      ...(isSurface ? [`SurfaceNumberOfVertices="${verticesOf(structure, space)}"`] : []),
    ]
    offset += part.length
    const list = isSurface ? 'VertexIndices' : 'VoxelIndicesIJK'
    const numbers = part.map((place) => place.indices.join(' ')).join(isSurface ? ' ' : '\n')
    return `<BrainModel ${facts.join(' ')}><${list}>${numbers}</${list}></BrainModel>`
  })
  return [...(hasVoxels ? [volumeXml(space.grid)] : []), ...xml]
}

function verticesOf(structure: string, { surfaces = {} }: BrainSpace): number {
  return surfaces[structure] ?? fail('arguments-invalid', { structure, missing: 'its vertices' })
}

function volumeXml(grid: Grid | undefined): string {
  if (grid === undefined) return fail('arguments-invalid', { missing: 'the grid of voxels' })
  const rows = [0, 4, 8, 12].map((at) => grid.affine.slice(at, at + 4).join(' '))
  return `<Volume VolumeDimensions="${grid.shape.join(',')}">\
<TransformationMatrixVoxelIndicesIJKtoXYZ MeterExponent="-3">${rows.join('\n')}\
</TransformationMatrixVoxelIndicesIJKtoXYZ></Volume>`
}

function parcels(rows: readonly string[], space: BrainSpace): string[] {
  const known = space.parcels ?? {}
  const missing = rows.filter((name) => !Object.hasOwn(known, name))
  if (missing.length > 0) {
    const expected = 'parcels whose vertices or voxels are known'
    fail('arguments-invalid', { missing: missing.slice(0, 5), count: missing.length, expected })
  }
  const places = rows.map((name) => known[name])
  const structures = [...new Set(places.flatMap(({ vertices = {} }) => Object.keys(vertices)))]
  const surfaces = structures.map((structure) => {
    const count = `SurfaceNumberOfVertices="${verticesOf(structure, space)}"`
    return `<Surface BrainStructure="CIFTI_STRUCTURE_${structure}" ${count}/>`
  })
  const hasVoxels = places.some(({ voxels = [] }) => voxels.length > 0)
  const each = places.map(({ vertices = {}, voxels = [] }, p) => {
    const lists = Object.entries(vertices).map(([structure, numbers]) => {
      const of = `BrainStructure="CIFTI_STRUCTURE_${structure}"`
      return `<Vertices ${of}>${numbers.join(' ')}</Vertices>`
    })
    const lines = Array.from({ length: voxels.length / 3 }, (_, v) =>
      voxels.slice(3 * v, 3 * v + 3).join(' '),
    )
    if (lines.length > 0) lists.push(`<VoxelIndicesIJK>${lines.join('\n')}</VoxelIndicesIJK>`)
    return `<Parcel Name="${xmlText(rows[p])}">${lists.join('')}</Parcel>`
  })
  return [...(hasVoxels ? [volumeXml(space.grid)] : []), ...surfaces, ...each]
}

import { fail } from '../errors.ts'
import { brainPlace, brainSpaceOf } from '../tables/brain-space.ts'
import { segmentsOf } from '../tables/signals.ts'
import type { Table } from '../tables/table.ts'
import { encodeGifti } from './write-gifti.ts'

/** The file of one surface. */
export interface TableGifti {
  /** `CORTEX_LEFT` */
  readonly structure: string
  readonly bytes: Uint8Array
}

/**
 * Makes a `.func.gii` file of each surface that the rows of a table lie on, in the order of the
 * rows. Vertices that are no rows are 0.
 *
 * @throws {NeurarrowError} `arguments-invalid` for rows that are no vertices, for a surface whose
 *   number of vertices is not known, and for several segments
 */
export function tableGifti(table: Table<'signals'>): TableGifti[] {
  const segments = segmentsOf(table)
  if (segments.length !== 1) {
    return fail('arguments-invalid', { segments: segments.length, expected: 'one run' })
  }
  const [{ channels, values, samples, rateHz }] = segments
  const { surfaces = {} } = brainSpaceOf(table)
  const maps = table.meta.maps === undefined ? undefined : (JSON.parse(table.meta.maps) as string[])
  const parts = new Map<string, { readonly row: number; readonly index: number }[]>()
  for (const [row, name] of channels.entries()) {
    const { structure, indices } = brainPlace(name) ?? { structure: name, indices: [] }
    if (indices.length !== 1) fail('arguments-invalid', { row: name, expected: 'a vertex' })
    const places = parts.get(structure) ?? []
    places.push({ row, index: indices[0] })
    parts.set(structure, places)
  }
  return [...parts].map(([structure, places]) => {
    const own = new Float32Array(places.length * samples)
    for (const [c, { row }] of places.entries()) {
      own.set(values.subarray(row * samples, (row + 1) * samples), c * samples)
    }
    const vertices = surfaces[structure] ?? fail('arguments-invalid', { structure, vertices: 0 })
    const indices = places.map(({ index }) => index)
    const stepS = maps ? 0 : 1 / rateHz
    return {
      structure,
      bytes: encodeGifti({ structure, vertices, indices, values: own, stepS, maps }),
    }
  })
}

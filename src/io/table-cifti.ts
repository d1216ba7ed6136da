import { fail } from '../errors.ts'
import { type BrainSpace, brainSpaceOf } from '../tables/brain-space.ts'
import { type Signals, segmentsOf } from '../tables/signals.ts'
import { listsOf, type Table, wordsOf } from '../tables/table.ts'
import { type CiftiEnding, encodeCifti } from './write-cifti.ts'

/** A file of grey matter or parcels. */
export interface TableCifti {
  readonly bytes: Uint8Array
  readonly ending: CiftiEnding
}

/**
 * Makes a CIFTI-2 file of a table whose channels or features are vertices, voxels or parcels: a
 * series of signals, or a map for each row of features, named by the label `contrast` or `map`
 * where there is one, else by number.
 *
 * @param space where they lie, in place of what the metadata says
 * @throws {NeurarrowError} `arguments-invalid` for rows without a place or several segments,
 *   `kind-mismatch` for other tables
 */
export function tableCifti(table: Table, space: BrainSpace = brainSpaceOf(table)): TableCifti {
  if (table.kind === 'signals') {
    const segments = segmentsOf(table as Signals)
    if (segments.length !== 1) {
      fail('arguments-invalid', { segments: segments.length, expected: 'one run' })
    }
    const [{ channels: rows, values, startS, rateHz }] = segments
    const { maps } = table.meta
    const along = maps ? (JSON.parse(maps) as string[]) : { startS, stepS: 1 / rateHz }
    return encodeCifti({ rows, space, along, values })
  }
  if (table.kind !== 'features') {
    return fail('kind-mismatch', { found: table.kind, expected: 'signals or features' })
  }
  const { values, size } = listsOf(table, 'features')
  const rows = JSON.parse(table.meta.names ?? '[]') as string[]
  const across = new Float32Array(values.length)
  for (let m = 0; m < table.rows; m++) {
    for (let d = 0; d < size; d++) across[d * table.rows + m] = values[m * size + d]
  }
  return encodeCifti({ rows, space, along: mapNames(table), values: across })
}

/** What the rows of a table of features are called as maps. */
export function mapNames(table: Table): string[] {
  const labels = JSON.parse(table.meta.labels ?? '[]') as string[]
  const label = ['contrast', 'map', 'event'].find((name) => labels.includes(name))
  const words = label === undefined ? [] : wordsOf(table, label)
  const counts = new Map<string, number>()
  return Array.from({ length: table.rows }, (_, m) => {
    const word = words[m] ?? 'map'
    const count = (counts.get(word) ?? 0) + 1
    counts.set(word, count)
    const isOnly = label !== undefined && words.indexOf(word) === words.lastIndexOf(word)
    return isOnly ? word : `${word} ${count}`
  })
}

import type { BrainSpace } from './brain-space.ts'
import type { Recording } from './keys.ts'
import { makeSignals } from './signals.ts'
import { type Table, withMeta } from './table.ts'

/** What lies on surfaces and in grey matter: a row a vertex, a voxel or a parcel. */
export interface SurfaceContent {
  /** `CORTEX_LEFT:12`, `THALAMUS_LEFT:3,4,5`, or the name of a parcel. */
  readonly channels: readonly string[]
  /** Shape [C, T]. */
  readonly values: Float32Array
  /** Time of the first sample, s; 0 for maps. */
  readonly startS: number
  /** Time between samples, s; 0 where the samples are maps, then they are 1 s apart. */
  readonly stepS: number
  /** Names of the samples where they are maps. */
  readonly maps?: readonly string[]
  /** Names of the whole numbers of each map of labels, by number. */
  readonly labels?: readonly Readonly<Record<string, string>>[]
  /** What a file must say of the rows to hold them. */
  readonly space?: BrainSpace
}

/**
 * Makes the signals table of a surface file; names of maps and labels go into the metadata entries
 * `maps` and `labelTables`, see `labelTablesOf`, and where rows lie into `brain`.
 *
 * @param content values of shape [C, T]
 */
export function makeSurface(recording: Recording, content: SurfaceContent): Table<'signals'> {
  const { channels, values, startS, stepS, maps, labels, space } = content
  const rateHz = stepS > 0 ? 1 / stepS : 1
  const table = makeSignals(
    recording,
    [{ channels, startS, rateHz, values, index: 0 }],
    'arbitrary',
  )
  return withMeta(table, {
    ...(maps ? { maps: JSON.stringify(maps) } : {}),
    ...(space ? { brain: JSON.stringify(space) } : {}),
    ...(labels ? { labelTables: JSON.stringify(labels) } : {}),
  })
}

/** The names of labels of each map, by number; none for tables without labels. */
export function labelTablesOf(table: Table): Readonly<Record<string, string>>[] {
  const { labelTables } = table.meta
  return labelTables === undefined ? [] : JSON.parse(labelTables)
}

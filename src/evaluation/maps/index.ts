import type { MapKind } from '../map-kind.ts'
import { isc } from './isc.ts'
import { layers } from './layers.ts'
import { partition } from './partition.ts'
import { rdmModels } from './rdm-models.ts'
import { responses } from './responses.ts'
import { searchlight } from './searchlight.ts'
import { weights } from './weights.ts'

/** All maps, in the order of the reference. */
export const maps: readonly MapKind[] = [
  searchlight,
  weights,
  responses,
  partition,
  layers,
  isc,
  rdmModels,
]

/** The map of a name, or `undefined`. */
export function mapNamed(use: string): MapKind | undefined {
  return maps.find((map) => map.use === use)
}

import type { Figure } from '../figure.ts'
import { bandMaps } from './band-maps.ts'
import { classSpectra } from './class-spectra.ts'
import { components } from './components.ts'
import { connectome } from './connectome.ts'
import { contents } from './contents.ts'
import { desynchronisation } from './desynchronisation.ts'
import { embedding } from './embedding.ts'
import { evoked } from './evoked.ts'
import { generalisation } from './generalisation.ts'
import { patterns } from './patterns.ts'
import { rdms } from './rdms.ts'
import { spatialFilters } from './spatial-filters.ts'

/** All figures, in the order of the report. */
export const figures: readonly Figure[] = [
  contents,
  components,
  classSpectra,
  evoked,
  desynchronisation,
  generalisation,
  bandMaps,
  patterns,
  spatialFilters,
  connectome,
  embedding,
  rdms,
]

/** The figure of a name, or `undefined`. */
export function figureNamed(use: string): Figure | undefined {
  return figures.find((figure) => figure.use === use)
}

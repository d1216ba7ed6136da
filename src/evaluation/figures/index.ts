import type { Figure } from '../figure.ts'
import { bandMaps } from './band-maps.ts'
import { patterns } from './patterns.ts'
import { spatialFilters } from './spatial-filters.ts'

/** All figures, in the order of the report. */
export const figures: readonly Figure[] = [bandMaps, patterns, spatialFilters]

/** The figure of a name, or `undefined`. */
export function figureNamed(use: string): Figure | undefined {
  return figures.find((figure) => figure.use === use)
}

import type { RunRecord } from '../store/run.ts'
import type { FigureData } from '../tables/figure.ts'
import { mapKey } from '../tables/figure.ts'
import type { Draw } from './draw.ts'
import { bandMapsFigure } from './figure-band-maps.ts'
import { componentsFigure } from './figure-components.ts'
import { connectomeFigure } from './figure-connectome.ts'
import { classSpectraFigure, desynchronisationFigure, evokedFigure } from './figure-curves.ts'
import { embeddingFigure } from './figure-embedding.ts'
import { generalisationFigure } from './figure-generalisation.ts'
import { mapFigure } from './figure-map.ts'
import { patternsFigure } from './figure-patterns.ts'
import { spatialFiltersFigure } from './figure-spatial-filters.ts'
import { html, type Markup } from './markup.ts'
import { section } from './section.ts'

/** The numbers of the figures of a run, by name. */
export type Figures = ReadonlyMap<string, FigureData>

const drawers: Readonly<Record<string, Draw>> = {
  components: componentsFigure,
  classSpectra: classSpectraFigure,
  evoked: evokedFigure,
  desynchronisation: desynchronisationFigure,
  bandMaps: bandMapsFigure,
  generalisation: generalisationFigure,
  patterns: patternsFigure,
  spatialFilters: spatialFiltersFigure,
  connectome: connectomeFigure,
  embedding: embeddingFigure,
}

/** What the signals look like and what was learnt from them; nothing without such figures. */
export function signalSection(record: RunRecord, figures: Figures): Markup {
  const drawn = (record.figures ?? []).flatMap((figure) => {
    const data = figures.get(figure.name)
    const draw = drawers[figure.use]
    return data && draw ? [draw(figure, data, record)] : []
  })
  const mapped = (record.maps ?? []).flatMap((map) => {
    const data = figures.get(mapKey(map.use))
    return data ? [mapFigure(map, data)] : []
  })
  if (drawn.length + mapped.length === 0) return html``
  return section('signals', 'Signals and what was learnt from them', html`${drawn}${mapped}`)
}

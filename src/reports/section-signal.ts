import type { AnyRecord } from '../store/run.ts'
import type { FigureData } from '../tables/figure.ts'
import { mapKey } from '../tables/figure.ts'
import type { Draw, DrawUnscored } from './draw.ts'
import { bandMapsFigure } from './figure-band-maps.ts'
import { componentsFigure } from './figure-components.ts'
import { connectomeFigure } from './figure-connectome.ts'
import { classSpectraFigure, desynchronisationFigure, evokedFigure } from './figure-curves.ts'
import { embeddingFigure } from './figure-embedding.ts'
import { generalisationFigure } from './figure-generalisation.ts'
import { layersFigure, layersMap } from './figure-layers.ts'
import { mapFigure } from './figure-map.ts'
import { patternsFigure } from './figure-patterns.ts'
import { rdmsFigure } from './figure-rdms.ts'
import { spatialFiltersFigure } from './figure-spatial-filters.ts'
import { html, type Markup } from './markup.ts'
import { section } from './section.ts'
import { modelsMap } from './section-models.ts'

/** The numbers of the figures of a run, by name. */
export type Figures = ReadonlyMap<string, FigureData>

const drawers: Readonly<Record<string, Draw>> = {
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

const unscoredDrawers: Readonly<Record<string, DrawUnscored>> = {
  components: componentsFigure,
  rdms: rdmsFigure,
}

/** What the signals look like and what was learnt from them; nothing without such figures. */
export function signalSection(record: AnyRecord, figures: Figures): Markup {
  const drawn = (record.figures ?? []).flatMap((figure) => {
    const data = figures.get(figure.name)
    if (data === undefined) return []
    const plain = unscoredDrawers[figure.use]?.(figure, data)
    const scored = record.evaluation && drawers[figure.use]?.(figure, data, record)
    return plain ?? scored ?? []
  })
  const mapped = (record.maps ?? []).flatMap((map) => {
    const data = figures.get(mapKey(map.use))
    if (data === undefined || map.use === modelsMap) return []
    return [map.use === layersMap ? layersFigure(map, data) : mapFigure(map, data)]
  })
  if (drawn.length + mapped.length === 0) return html``
  const heading = record.evaluation ? 'Signals and what was learnt from them' : 'What was found'
  return section('signals', heading, html`${drawn}${mapped}`)
}

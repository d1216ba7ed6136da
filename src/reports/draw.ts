import type { RunFigure, RunRecord } from '../store/run.ts'
import type { FigureData } from '../tables/figure.ts'
import type { Markup } from './markup.ts'

/** Draws one figure from its numbers; its name is unique in the page. */
export type Draw = (figure: RunFigure, data: FigureData, record: RunRecord) => Markup

/** Draws a figure that says nothing of an evaluation: of runs without one too. */
export type DrawUnscored = (figure: RunFigure, data: FigureData) => Markup

import { outcomeOf } from '../evaluation/predictions.ts'
import { type MetricScore, scorePredictions } from '../evaluation/score.ts'
import { type RunFolder, readPredictions } from '../store/read-run.ts'
import { type ScoreGap, scoreGap } from './score-gap.ts'
import { seeImages } from './see-images.ts'

/** Scores made again from the predictions of a run, and how far they are from those it recorded. */
export interface Replay extends ScoreGap {
  readonly key: string
  readonly rows: number
  readonly byMetric: Readonly<Record<string, MetricScore>>
}

/**
 * Scores a run again from `predictions.arrow` alone; nothing is read or fitted. Metrics that look
 * through a model for images need that model.
 *
 * @param metrics other metrics than those of the run, which are then compared with nothing
 * @throws {NeurarrowError} `file-missing`, `file-corrupt`, `stage-options` for an unknown metric
 */
export async function replayRun(run: RunFolder, metrics?: readonly string[]): Promise<Replay> {
  const { evaluation, certificate, scores, key } = run.record
  const { seed, positive, bootstraps, permutations } = evaluation
  const predictions = readPredictions(run)
  const uses = metrics ?? evaluation.metrics
  const shown = await seeImages(predictions, uses, { images: outcomeOf(predictions).images })
  const { byMetric } = scorePredictions(shown.predictions, {
    ...{ metrics: uses, unit: certificate.unit, seen: shown.seen },
    ...{ seed, positive, bootstraps, permutations },
  })
  const shared = Object.keys(byMetric).filter((use) => use in scores)
  const of = (all: Readonly<Record<string, MetricScore>>) =>
    Object.fromEntries(shared.map((use) => [use, all[use]]))
  return { key, rows: predictions.rows, byMetric, ...scoreGap(of(scores), of(byMetric)) }
}

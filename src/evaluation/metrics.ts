import { f1Weighted, mcc, sensitivity, specificity } from './agreement.ts'
import { backwardTop1 } from './backward-retrieval.ts'
import {
  accuracy,
  auroc,
  averagePrecision,
  balancedAccuracy,
  f1,
  f1Positive,
  kappa,
} from './classification.ts'
import { frechetDistance } from './frechet-distance.ts'
import { pixelCorrelation, psnr, ssim } from './image-likeness.ts'
import type { Metric } from './metric.ts'
import { mse, rmse, spearman } from './numeric-error.ts'
import { coverage95, width95 } from './prediction-interval.ts'
import { brier, logLoss } from './probability.ts'
import { mae, pearson, r2 } from './regression.ts'
import { linearCka, rsa, unbiasedCka } from './representation.ts'
import {
  fiftyWay,
  medianRank,
  reciprocalRank,
  retrievalNamed,
  top1,
  top5,
  top10,
  twoWay,
} from './retrieval.ts'
import { rsaGeodesic } from './rsa-geodesic.ts'
import { rsaKendall } from './rsa-kendall.ts'
import { rsaTopological } from './rsa-topological.ts'
import { segmentAccuracy } from './segment-matching.ts'
import { dice, jaccard } from './set-overlap.ts'
import { relativeRank, twoVsTwo, vectorMse } from './vector-ranking.ts'
import {
  correlationDistance,
  cosine,
  rowPearson,
  vectorPearson,
  vectorR2,
} from './vector-regression.ts'

import { top1Words, wordsNamed } from './word-retrieval.ts'

/** All metrics, in the order of the reference. */
export const metrics: readonly Metric[] = [
  accuracy,
  balancedAccuracy,
  auroc,
  averagePrecision,
  kappa,
  f1,
  f1Positive,
  f1Weighted,
  mcc,
  sensitivity,
  specificity,
  segmentAccuracy,
  logLoss,
  brier,
  r2,
  pearson,
  spearman,
  mae,
  mse,
  rmse,
  coverage95,
  width95,
  top1,
  top5,
  top10,
  top1Words,
  medianRank,
  reciprocalRank,
  backwardTop1,
  fiftyWay,
  twoWay,
  twoVsTwo,
  relativeRank,
  cosine,
  vectorPearson,
  vectorMse,
  vectorR2,
  rowPearson,
  correlationDistance,
  rsa,
  rsaKendall,
  rsaTopological,
  rsaGeodesic,
  linearCka,
  unbiasedCka,
  frechetDistance,
  dice,
  jaccard,
  pixelCorrelation,
  ssim,
  psnr,
]

/** A metric's name, and the layer of a model for images through which it looks. */
const throughModel = /^(\w+)@([a-z0-9][a-z0-9.-]*)(?:\/([\w.-]+))?$/

/**
 * The metric of a name, or `undefined`.
 *
 * `top3`, `top5Of50`: retrieval among the first 3 of all candidates, among the first 5 of 50 that
 * are drawn. `top3Words`: among the first 3 words. `twoWay@MODEL` or `twoWay@MODEL/LAYER`: a metric
 * of vectors, of what a model sees in the images that they are.
 */
export function metricNamed(use: string): Metric | undefined {
  const known =
    metrics.find((metric) => metric.use === use) ?? retrievalNamed(use) ?? wordsNamed(use)
  if (known) return known
  const [, name = '', model = '', layer] = throughModel.exec(use) ?? []
  const metric = name === '' ? undefined : metricNamed(name)
  if (metric?.for !== 'vectors' || ofPixels.includes(metric)) return undefined
  const eye = layer === undefined ? model : `${model}, ${layer}`
  const through = { model, ...(layer === undefined ? {} : { layer }) }
  return { ...metric, use, title: `${metric.title}, seen by ${eye}`, through }
}

/** Metrics that need the pixels themselves. */
const ofPixels: readonly Metric[] = [pixelCorrelation, ssim, psnr]

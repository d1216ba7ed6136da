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
import { psnr, ssim } from './image-likeness.ts'
import type { Metric } from './metric.ts'
import { mse, rmse, spearman } from './numeric-error.ts'
import { brier, logLoss } from './probability.ts'
import { mae, pearson, r2 } from './regression.ts'
import { linearCka, rsa, unbiasedCka } from './representation.ts'
import { fiftyWay, medianRank, reciprocalRank, top1, top5, top10, twoWay } from './retrieval.ts'
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
  top1,
  top5,
  top10,
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
  ssim,
  psnr,
]

/** The metric of a name, or `undefined`. */
export function metricNamed(use: string): Metric | undefined {
  return metrics.find((metric) => metric.use === use)
}

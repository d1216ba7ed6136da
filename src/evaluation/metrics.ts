import {
  accuracy,
  auroc,
  averagePrecision,
  balancedAccuracy,
  f1,
  f1Positive,
  kappa,
} from './classification.ts'
import type { Metric } from './metric.ts'
import { mae, pearson, r2 } from './regression.ts'

/** All metrics, in the order of the reference. */
export const metrics: readonly Metric[] = [
  accuracy,
  balancedAccuracy,
  auroc,
  averagePrecision,
  kappa,
  f1,
  f1Positive,
  r2,
  pearson,
  mae,
]

/** The metric of a name, or `undefined`. */
export function metricNamed(use: string): Metric | undefined {
  return metrics.find((metric) => metric.use === use)
}

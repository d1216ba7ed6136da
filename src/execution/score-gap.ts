import type { MetricScore } from '../evaluation/score.ts'

/** How far two sets of scores lie apart. */
export interface ScoreGap {
  /** Largest distance of any figure; infinite when one is defined and the other is not. */
  readonly worst: number
  /** Where: `auroc.mean`, `auroc.perGroup.Subject03`; absent when all are equal. */
  readonly at?: string
}

const figures = ['mean', 'low', 'high', 'chance', 'chanceBound', 'p', 'pooled'] as const

/** The largest distance of two scores of the same metrics, over all figures and groups. */
export function scoreGap(
  before: Readonly<Record<string, MetricScore>>,
  now: Readonly<Record<string, MetricScore>>,
): ScoreGap {
  let gap: ScoreGap = { worst: 0 }
  const look = (at: string, a: number | undefined, b: number | undefined) => {
    const worst = apart(a, b)
    if (worst > gap.worst) gap = { worst, at }
  }
  for (const use of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [a, b] = [before[use], now[use]]
    for (const name of figures) look(`${use}.${name}`, a?.[name], b?.[name])
    const groups = new Set([...Object.keys(a?.perGroup ?? {}), ...Object.keys(b?.perGroup ?? {})])
    for (const group of groups) {
      look(`${use}.perGroup.${group}`, a?.perGroup[group], b?.perGroup[group])
    }
  }
  return gap
}

function apart(a = Number.NaN, b = Number.NaN): number {
  if (Number.isNaN(a) && Number.isNaN(b)) return 0
  const distance = Math.abs(a - b)
  return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance
}

import type { RunProgress, ScoreSoFar } from '../queue/run-job.ts'
import { type Progress, startProgress } from './progress.ts'

/** What shows how far a run is. */
export interface RunFollower {
  update(progress: RunProgress): void
  stop(): void
}

/** One bar for the recordings of a run, then one for its folds with the scores so far. */
export function followRun(pipeline: string): RunFollower {
  let phase = ''
  let bar: Progress | undefined
  const stop = () => {
    bar?.stop()
    bar = undefined
  }
  return {
    stop,
    update({ recordings, folds, latest, scores }) {
      const [now, { done, total }] =
        folds.total > 0 ? (['folds', folds] as const) : (['recordings', recordings] as const)
      if (total === 0) return
      if (now !== phase) {
        stop()
        bar = startProgress({ label: `${pipeline} ${now}`, total, unit: now })
        phase = now
      }
      bar?.update(done, scoresText(scores) || latest)
    },
  }
}

/** Scores in one line: `auroc 0.83 (0.79 to 0.88, 7 groups)`. */
export function scoresText(scores: Readonly<Record<string, ScoreSoFar>>): string {
  const parts = Object.entries(scores).map(([use, { mean, low, high, groups }]) => {
    const isKnown = Number.isFinite(low) && Number.isFinite(high) && low !== null
    const around = isKnown ? `${low.toFixed(3)} to ${high.toFixed(3)}, ` : ''
    return `${use} ${mean?.toFixed(3) ?? '-'} (${around}${groups} groups)`
  })
  return parts.join(', ')
}

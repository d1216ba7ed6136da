import { fail } from '../errors.ts'
import { againstChance } from '../evaluation/chance.ts'
import type { ControlContext } from '../evaluation/control.ts'
import { controlNamed } from '../evaluation/controls/index.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import { streamSeed } from '../evaluation/resample.ts'
import { unitOf } from '../evaluation/split.ts'
import type { RefitChance } from '../store/run.ts'
import type { Scored } from './scoring.ts'
import { relabelRows, type TrialSettings, trial } from './trials.ts'

/**
 * Chance and p from folds that are fitted anew on labels shuffled within groups, with everything
 * that is chosen inside them.
 *
 * Unlike p with predictions held fixed it is exact whatever folds share: labels and shuffled labels
 * are exchangeable when there is nothing to decode. The least p is 1 over one more than the fits.
 *
 * @param refits how often everything is fitted anew
 * @param scored the scores of the run
 * @throws {NeurarrowError} what a fold raises
 * @see Ojala & Garriga (2010), J. Mach. Learn. Res. 11:1833-1863; sklearn's
 *   `permutation_test_score`
 */
export async function runRefits(
  refits: number,
  scored: Scored,
  settings: TrialSettings,
): Promise<RefitChance> {
  const { evaluate } = settings.plan
  const { target, split, seed, averageOver, words } = evaluate
  const shuffle = controlNamed('labelShuffle') ?? fail('internal', { missing: 'labelShuffle' })
  const uses = Object.keys(scored.byMetric)
  const values = uses.map(() => new Float64Array(refits))
  for (let i = 0; i < refits; i++) {
    const own = streamSeed(seed, 8, i)
    const unit = unitOf(split)
    const context: ControlContext = { target, unit, split, averageOver, seed: own, words }
    const gathered = await relabelRows(shuffle, context, settings)
    const quick = { ...evaluate, bootstraps: 0, permutations: 0 }
    const { byMetric } = await trial({ ...settings.plan, evaluate: quick, gathered }, settings)
    for (const [m, use] of uses.entries()) values[m][i] = byMetric[use].mean
  }
  const scores = uses.map((use, m) => {
    const shuffled = { exact: false, means: values[m], groups: [] }
    const better = metricNamed(use)?.higherIsBetter ?? true
    const { exact: _, ...told } = againstChance(scored.byMetric[use].mean, shuffled, better)
    return [use, told] as const
  })
  return { refits, scores: Object.fromEntries(scores) }
}

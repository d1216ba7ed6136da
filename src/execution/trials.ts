import { asFailure, fail } from '../errors.ts'
import type { Control, ControlContext } from '../evaluation/control.ts'
import { controlNamed } from '../evaluation/controls/index.ts'
import { rowKeys } from '../evaluation/group.ts'
import { leakSplits } from '../evaluation/leak-splits.ts'
import { metricNamed } from '../evaluation/metrics.ts'
import { unitOf } from '../evaluation/split.ts'
import { lda } from '../heads/lda.ts'
import { makeNode } from '../pipeline/node.ts'
import type { BoundEvaluation } from '../pipeline/parse.ts'
import type { ControlResult, LeakCheck, TrialScore } from '../store/run.ts'
import type { Store } from '../store/store.ts'
import { columnType, hasColumn, type Table, wordsOf } from '../tables/table.ts'
import { type FoldPlan, foldNodes, type Gathered } from './folds.ts'
import { type Scored, scoreFolds } from './scoring.ts'
import { storedTable } from './stored-table.ts'
import { relabelled, relabelVersion } from './work.ts'

/** Runs folds wherever the run's folds are run. */
export type RunFolds = (nodes: ReturnType<typeof foldNodes>, gathered: Gathered) => Promise<unknown>

/** What trials need of a run: its rows, folds, and where both are. */
export interface TrialSettings {
  readonly plan: FoldPlan
  readonly store: Store
  readonly runFolds: RunFolds
}

/**
 * Runs the controls that a pipeline asks for: the same folds on other labels.
 *
 * @throws {NeurarrowError} what a fold raises, with the control as a fact
 */
export async function runControls(
  names: readonly string[],
  rest: ControlContext['rest'],
  settings: TrialSettings,
): Promise<ControlResult[]> {
  const { evaluate, gathered } = settings.plan
  const { target, split, seed, averageOver, words } = evaluate
  const results: ControlResult[] = []
  for (const use of names) {
    const control = controlNamed(use) ?? fail('internal', { missingControl: use })
    const unit = unitOf(split)
    const context: ControlContext = { target, unit, split, averageOver, seed, rest, words }
    const { rows, scored } = await tried(control, context, settings).catch((thrown: unknown) => {
      const { code, facts } = asFailure(thrown)
      return fail(code, { control: use, ...facts }, thrown)
    })
    const scores = scoresOf(scored, control.chance?.(gathered.rows))
    const found = Object.values(scores).some(({ above }) => above)
    results.push({
      ...{ use, title: control.title, rows: rows.rows.rows, scores, above: found },
      says: found ? control.alarm : 'Not above chance.',
    })
  }
  return results
}

async function tried(control: Control, context: ControlContext, settings: TrialSettings) {
  const rows = await relabelRows(control, context, settings)
  const { evaluate } = settings.plan
  const changed = changedEvaluation(evaluate, control.changes(context), rows.rows)
  const plan = { ...settings.plan, evaluate: changed, gathered: rows }
  return { rows, scored: await trial(plan, settings) }
}

/** Scores the same rows under splits that let more and more pass between training and test rows. */
export async function runLeakCheck(settings: TrialSettings): Promise<LeakCheck> {
  const { evaluate, gathered } = settings.plan
  const splits: LeakCheck['splits'][number][] = []
  for (const { use, split } of leakSplits(rowKeys(gathered.rows, ['window']))) {
    const plan = { ...settings.plan, evaluate: { ...evaluate, split }, leakCheck: true as const }
    splits.push({ use, scores: scoresOf(await trial(plan, settings)) })
  }
  const [metric] = evaluate.metrics
  const of = (i: number) => splits[i].scores[metric].mean
  const sign = (metricNamed(metric)?.higherIsBetter ?? true) ? 1 : -1
  return { splits, metric, gap: sign * (of(0) - of(splits.length - 1)) }
}

/** All rows with the labels of a control, stored under a key of their own. */
export async function relabelRows(
  control: Control,
  context: ControlContext,
  settings: TrialSettings,
) {
  const { gathered } = settings.plan
  const options = { control: control.use, ...context }
  const content = { stage: 'relabel', version: relabelVersion, options }
  const work = { do: 'relabel', control: control.use, context } as const
  const node = makeNode(`rows of ${control.use}`, work, content, { table: gathered.node.key })
  const known = await storedTable(settings.store, node.key)
  const rows = known ?? relabelled(gathered.rows, control.use, context)
  if (known === undefined) await settings.store.put(node.key, rows)
  return { node: { ...node, keep: true }, rows }
}

/** What tells classes apart where the head of the pipeline predicts numbers or vectors. */
function plainHead(): BoundEvaluation['head'] {
  return { use: lda.use, head: lda, options: lda.options.parse({ shrinkage: 'auto' }) }
}

/** The evaluation under other labels; options are those written, none is chosen. */
function changedEvaluation(
  evaluate: BoundEvaluation,
  changes: ReturnType<Control['changes']>,
  rows: Table,
): BoundEvaluation {
  const { target = evaluate.target, split = evaluate.split, metrics = evaluate.metrics } = changes
  const { positive } = evaluate
  const isText = hasColumn(rows, target) && columnType(rows, target) === 'text'
  const known = isText && positive !== undefined && wordsOf(rows, target).includes(positive)
  const own = metrics as BoundEvaluation['metrics']
  const { predicts } = evaluate.head.head
  const tells = predicts !== 'numbers' && predicts !== 'vectors'
  const head = changes.target === undefined || tells ? evaluate.head : plainHead()
  const asked = { target, split, metrics: own, head, select: undefined, threshold: undefined }
  return {
    ...{ ...evaluate, ...asked, words: changes.target ? undefined : evaluate.words },
    positive: known ? positive : undefined,
    averageOver: changes.rowByRow ? undefined : evaluate.averageOver,
  }
}

/** Runs the folds of a plan wherever the run's are run, and scores them. */
export async function trial(plan: FoldPlan, { store, runFolds }: TrialSettings): Promise<Scored> {
  const nodes = foldNodes(plan)
  await runFolds(nodes, plan.gathered)
  return scoreFolds(
    nodes.map(({ key }) => key),
    plan.evaluate,
    store,
  )
}

function scoresOf({ byMetric }: Scored, known?: number): Record<string, TrialScore> {
  const entries = Object.entries(byMetric).map(([use, score]): [string, TrialScore] => {
    const { mean, low, high, p } = score
    const chance = known ?? score.chance
    const better = (metricNamed(use)?.higherIsBetter ?? true) ? mean > chance : mean < chance
    const beyond = known === undefined ? p < 0.05 : low > chance || high < chance
    return [use, { mean, low, high, chance, above: better && beyond }]
  })
  return Object.fromEntries(entries)
}

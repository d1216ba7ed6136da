import { describe, expect, test } from 'vitest'
import type { Branch } from '../../src/evaluation/branch.ts'
import { againstChance } from '../../src/evaluation/chance.ts'
import { controlNamed } from '../../src/evaluation/controls/index.ts'
import { proveDisjoint } from '../../src/evaluation/firewall.ts'
import { runFold } from '../../src/evaluation/fold.ts'
import { leakSplits } from '../../src/evaluation/leak-splits.ts'
import { scorePredictions } from '../../src/evaluation/score.ts'
import { apartOf, makeFolds, type Split, splitRows } from '../../src/evaluation/split.ts'
import { lda } from '../../src/heads/lda.ts'
import { nearest } from '../../src/heads/nearest.ts'
import { random } from '../../src/kernels/random.ts'
import { makeFeatures } from '../../src/tables/features.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { type Table, textOf } from '../../src/tables/table.ts'
import { makeRows } from './make-rows.ts'

const branchOf = (head: Branch['head'], split: Split): Branch => ({
  ...{ stages: [], head, target: 'task', unit: 'subject', split, seed: 0 },
})

async function scored(rows: Table<'features'>, branch: Branch, permutations: number) {
  const { keys, facts } = splitRows(rows, branch.split)
  const folds = await Promise.all(
    makeFolds(keys, branch.split, facts).map((fold) => runFold(rows, fold, branch)),
  )
  const predictions = concatTables(folds.map((fold) => fold.predictions))
  const options = { metrics: ['auroc'], unit: 'subject', seed: 0, bootstraps: 2, permutations }
  return scorePredictions(predictions, options).byMetric.auroc
}

/** People who differ from each other, and whose one class depends on who they are. */
function planted(people: number, windows: number): Table<'features'> {
  const draw = random(5)
  const tables = Array.from({ length: people }, (_, p) => {
    const who = Array.from({ length: 6 }, () => 3 * draw.normal())
    // Halves of each recording: the label follows a drift that only this person has.
    const drift = Array.from({ length: 6 }, () => 3 * draw.normal())
    const task = Array.from({ length: windows }, (_, w) => (w % 8 < 4 ? 'a' : 'b'))
    const values = Float32Array.from({ length: 6 * windows }, (_, i) => {
      const late = task[Math.floor(i / 6)] === 'b' ? drift[i % 6] : 0
      return who[i % 6] + late + 0.5 * draw.normal()
    })
    const name = textOf(task.map(() => `P${p}`))
    const one = textOf(task.map(() => '1'))
    const at = (offset: number) => Float64Array.from(task, (_, w) => 2 * (w + offset))
    const spans = { window: Int32Array.from(task, (_, w) => w), startS: at(0), endS: at(1) }
    const columns = { subject: name, session: one, run: one, recording: name, task: textOf(task) }
    return makeFeatures(columns, spans, values, { labels: '["task"]' })
  })
  return concatTables(tables)
}

describe('scores that can be believed', () => {
  /** Scores of 200 runs, each on labels that another seed has shuffled. */
  async function shuffledRuns(split: Split, permutations: number) {
    const people = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((subject) => ({ subject }))
    const rows = makeRows(people, 1.5)
    const shuffle = controlNamed('labelShuffle')
    const branch = branchOf({ head: lda, options: lda.options.parse({}) }, split)
    const runs: Awaited<ReturnType<typeof scored>>[] = []
    for (let seed = 0; seed < 200; seed++) {
      const context = { target: 'task', unit: 'subject', split, seed }
      const other = (shuffle?.relabel(rows, context) ?? rows) as Table<'features'>
      runs.push(await scored(other, branch, permutations))
    }
    return runs
  }

  test('over 200 seeds shuffled labels give chance within the stated bound', async () => {
    const runs = await shuffledRuns({ holdOut: { test: ['E..H'], by: 'subject' } }, 99)
    const mean = runs.reduce((sum, run) => sum + run.mean, 0) / 200
    // AUROC of 80 rows of four people: a deviation of 0.065, of 200 runs 0.005; four of them.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
    const within = runs.filter((run) => run.mean <= run.chanceBound).length
    const below = runs.filter((run) => run.p <= 0.05).length
    // Binomial with 200 runs of 0.95 and 0.05: a deviation of 3.1; four of them.
    expect(within).toBeGreaterThanOrEqual(177)
    expect(below).toBeLessThanOrEqual(22)
    expect(below).toBeGreaterThanOrEqual(1)
  })

  test('leave one subject out is at chance too; its folds are not independent', async () => {
    const runs = await shuffledRuns({ leaveOut: 'subject' }, 20)
    const mean = runs.reduce((sum, run) => sum + run.mean, 0) / 200
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.015)
  })

  test('over 200 seeds p of folds that are fitted anew is even', async () => {
    const runs = await shuffledRuns({ leaveOut: 'subject' }, 0)
    const means = Float64Array.from(runs, (run) => run.mean)
    // Each run against the 19 that follow it: all are labels shuffled by their own seed.
    const values = Array.from(means, (mean, i) => {
      const others = Float64Array.from({ length: 19 }, (_, k) => means[(i + k + 1) % 200])
      return againstChance(mean, { exact: false, means: others, groups: [] }, true).p
    })
    const below = values.filter((p) => p <= 0.05).length
    // Binomial with 200 runs of 0.05: a deviation of 3.1; four of them.
    expect(below).toBeLessThanOrEqual(22)
    expect(below).toBeGreaterThanOrEqual(1)
    expect(values.filter((p) => p <= 0.5).length).toBeGreaterThan(70)
    expect(values.filter((p) => p <= 0.5).length).toBeLessThan(130)
  })

  test('a planted leak is shown by the leak check and refused by the firewall', async () => {
    const rows = planted(8, 32)
    const { keys } = splitRows(rows, { leaveOut: 'window' })
    const values: Record<string, number> = {}
    for (const { use, split } of leakSplits(keys)) {
      const branch = branchOf({ head: lda, options: lda.options.parse({}) }, split)
      values[use] = (await scored(rows, branch, 0)).mean
      const near = branchOf({ head: nearest, options: nearest.options.parse({}) }, split)
      expect((await scored(rows, near, 0)).mean).toBeGreaterThan(0)
    }
    expect(values.window).toBeGreaterThan(values.subject + 0.08)
    const [leaky] = leakSplits(keys)
    const of = splitRows(rows, leaky.split)
    for (const fold of makeFolds(of.keys, leaky.split, of.facts)) {
      expect(() => proveDisjoint(rows, fold, apartOf(leaky.split), {})).toThrow(
        /leakage.*neighbouring windows of one recording/,
      )
      expect(() => proveDisjoint(rows, fold, { unit: 'subject' }, {})).toThrow(/the same subject/)
    }
  })
})

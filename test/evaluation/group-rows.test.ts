import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Branch } from '../../src/evaluation/branch.ts'
import { proveDisjoint } from '../../src/evaluation/firewall.ts'
import { runFold } from '../../src/evaluation/fold.ts'
import { type Scores, scoredRows, scorePredictions } from '../../src/evaluation/score.ts'
import { apartOf, makeFolds, type Split, splitRows } from '../../src/evaluation/split.ts'
import { concatTables, takeRows } from '../../src/tables/rows.ts'
import { f64Of, i32Of } from '../../src/tables/table.ts'
import { makeRows, means } from './make-rows.ts'

const people = ['A', 'B', 'C', 'D', 'E', 'F'].map((subject) => ({ subject }))
const rows = makeRows(people, 2)
const options = { metrics: ['accuracy', 'auroc'], unit: 'subject', seed: 0, bootstraps: 100 }

async function predicted(split: Split) {
  const branch: Branch = {
    ...{ stages: [], head: { head: means, options: { feature: 0 } }, target: 'task' },
    ...{ unit: 'subject', split, seed: 0 },
  }
  const { keys, facts } = splitRows(rows, split, 'task')
  const folds = makeFolds(keys, split, facts)
  const results = await Promise.all(folds.map((fold) => runFold(rows, fold, branch)))
  return concatTables(results.map(({ predictions }) => predictions))
}

const scoresOf = (predictions: Awaited<ReturnType<typeof predicted>>): Scores =>
  scorePredictions(predictions, { ...options, permutations: 100 })

describe('a split that is repeated', () => {
  test('a group has its rows once, and the mean of its values over repeats', async () => {
    const predictions = await predicted({ kFold: 3, by: 'subject', repeats: 3 })
    const { byMetric } = scoresOf(predictions)
    expect(byMetric.accuracy.intervals.A.rows).toBe(20)
    const repeat = i32Of(predictions, 'repeat')
    const single = [0, 1, 2].map((r) => {
      const own = takeRows(
        predictions,
        [...repeat.keys()].filter((row) => repeat[row] === r),
      )
      return scoresOf(own).byMetric
    })
    for (const use of options.metrics) {
      const mean = single.reduce((sum, one) => sum + one[use].perGroup.B, 0) / 3
      expect(byMetric[use].perGroup.B).toBeCloseTo(mean, 12)
      expect(byMetric[use].repeats).toEqual(single.map((one) => one[use].mean))
    }
  })
})

describe('a split with calibration rows', () => {
  test('scores are those of the most rows, the curve has all', async () => {
    const fewShot = { perClass: [0, 3] }
    const predictions = await predicted({ leaveOut: 'subject', fewShot })
    const { byMetric, curve = [] } = scoresOf(predictions)
    expect(curve.map(({ shots }) => shots)).toEqual([0, 3])
    expect(curve[1].byMetric.auroc.mean).toBe(byMetric.auroc.mean)
    expect(byMetric.auroc.intervals.A.rows).toBe(14)
    expect(predictions.rows).toBe(2 * 6 * 14)
    const scored = scoredRows(predictions)
    expect([scored.rows, new Set(f64Of(scored, 'shots'))]).toEqual([6 * 14, new Set([3])])
  })
})

describe('properties', () => {
  const splits: Split[] = [
    { leaveOut: 'subject' },
    { leaveOut: 'run', within: 'subject' },
    { kFold: 2, by: 'run', stratify: 'task', scoreBy: 'subject' },
    { kFold: 2, by: 'subject', repeats: 2, seed: 4 },
    { blocks: 3, gapS: 3 },
    { blocks: 2, within: 'subject' },
    { leaveOut: 'subject', fewShot: { perClass: [0, 1], gapS: 2 } },
    { holdOut: { test: ['S0'], by: 'subject' }, fewShot: { share: [0.3], draw: 'random' } },
  ]
  const runs = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 })

  test('every split passes the firewall, with no row on both sides', () => {
    fc.assert(
      fc.property(runs, fc.constantFrom(...splits), (counts, split) => {
        const made = makeRows(
          counts.flatMap((count, s) =>
            Array.from({ length: count }, (_, run) => ({
              ...{ subject: `S${s}`, run: String(run), perClass: 3 + ((s + run) % 3) },
            })),
          ),
        )
        const { keys, facts } = splitRows(made, split, 'task')
        for (const fold of makeFolds(keys, split, facts)) {
          const tested = new Set(fold.testRows)
          expect(fold.trainRows.some((row) => tested.has(row))).toBe(false)
          expect(fold.testRows.length).toBeGreaterThan(0)
          expect(() => proveDisjoint(made, fold, apartOf(split), {})).not.toThrow()
        }
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

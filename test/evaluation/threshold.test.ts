import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Branch } from '../../src/evaluation/branch.ts'
import { runFold } from '../../src/evaluation/fold.ts'
import { rowKeys } from '../../src/evaluation/group.ts'
import { makeFolds } from '../../src/evaluation/split.ts'
import { chooseThreshold, movedScores } from '../../src/evaluation/threshold.ts'
import { lda } from '../../src/heads/lda.ts'
import { makeFeatures } from '../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../src/tables/keys.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { listsOf, wordsOf } from '../../src/tables/table.ts'
import { normals } from '../linalg-golden.ts'

/** `a` is three times as frequent as `b`, and one feature tells them apart not quite. */
function subjectRows(subject: string, seed: number) {
  const part = (task: string, rows: number, own: number) => {
    const recording = { subject, session: '', run: '', recording: `${subject}${task}` }
    const window = Int32Array.from({ length: rows }, (_, r) => r)
    const spans = { window, startS: Float64Array.from(window), endS: window.map((w) => w + 1) }
    const values = Float32Array.from(normals(rows, own), (v) => v + (task === 'b' ? 2 : 0))
    const keys = keysFor({ ...recording, labels: { task } }, rows)
    const ends = { ...spans, endS: Float64Array.from(spans.endS) }
    return makeFeatures(keys, ends, values, labelsMeta({ ...recording, labels: { task } }))
  }
  return concatTables([part('a', 90, seed), part('b', 30, seed + 100)])
}

const rows = concatTables(['S1', 'S2', 'S3', 'S4', 'S5'].map((name, s) => subjectRows(name, s + 1)))
const branch: Branch = {
  stages: [],
  head: { head: lda, options: lda.options.parse({}) },
  target: 'task',
  unit: 'subject',
  split: { leaveOut: 'subject' },
  seed: 0,
}
const threshold = { metric: 'balancedAccuracy', folds: 5 }
const folds = makeFolds(rowKeys(rows), { leaveOut: 'subject' })

async function balanced(of: Branch): Promise<number> {
  let sum = 0
  for (const fold of folds) {
    const { predictions } = await runFold(rows, fold, of)
    const [truth, said] = [wordsOf(predictions, 'truth'), wordsOf(predictions, 'prediction')]
    for (const name of ['a', 'b']) {
      const own = [...truth.keys()].filter((r) => truth[r] === name)
      sum += own.filter((r) => said[r] === name).length / own.length / 2 / folds.length
    }
  }
  return sum
}

describe('chooseThreshold', () => {
  test('priors of 3 to 1 are undone: b is said from log-odds near -ln 3 on', async () => {
    const found = await chooseThreshold(rows, { ...branch, threshold }, ['a', 'b'], 1)
    expect(found.probabilities).toBe(true)
    expect(found.at).toBeGreaterThan(-Math.log(3) - 0.6)
    expect(found.at).toBeLessThan(-Math.log(3) + 0.6)
  })

  test('balanced accuracy of people not seen gains', async () => {
    const plain = await balanced(branch)
    expect(await balanced({ ...branch, threshold })).toBeGreaterThan(plain + 0.01)
  })

  test('the fold tells its threshold, and scores agree with what is predicted', async () => {
    const result = await runFold(rows, folds[0], { ...branch, threshold })
    expect(result.threshold?.at).toBeLessThan(0)
    const { values } = listsOf(result.predictions, 'scores')
    const said = wordsOf(result.predictions, 'prediction')
    said.forEach((word, r) => {
      expect(values[2 * r] + values[2 * r + 1]).toBeCloseTo(1, 5)
      if (Math.abs(values[2 * r + 1] - 0.5) > 1e-6) {
        expect(word).toBe(values[2 * r + 1] > 0.5 ? 'b' : 'a')
      }
    })
  })

  test('three classes and metrics of numbers are refused', async () => {
    const of = { ...branch, threshold }
    await expect(chooseThreshold(rows, of, ['a', 'b', 'c'], 1)).rejects.toThrow(/threshold/)
    const mae = { ...branch, threshold: { metric: 'mae', folds: 5 } }
    await expect(chooseThreshold(rows, mae, ['a', 'b'], 1)).rejects.toThrow(/threshold.metric/)
  })
})

describe('properties', () => {
  const scores = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { minLength: 2 })
  const at = fc.double({ min: -3, max: 3, noNaN: true })

  test('moving keeps the order of rows, and a threshold of 0 keeps the scores', () => {
    const law = fc.property(scores, at, (second, by) => {
      const both = Float64Array.from(second.flatMap((p) => [1 - p, p]))
      const moved = movedScores(both, { at: by, probabilities: true })
      const same = movedScores(both, { at: 0, probabilities: true })
      second.forEach((p, r) => {
        expect(same[2 * r + 1]).toBeCloseTo(p, 9)
        expect(moved[2 * r] + moved[2 * r + 1]).toBeCloseTo(1, 9)
        if (r > 0 && p > second[r - 1] + 1e-9)
          expect(moved[2 * r + 1]).toBeGreaterThan(moved[2 * r - 1])
      })
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })

  test('scores that are no probabilities are moved by half the threshold each', () => {
    const law = fc.property(at, (by) => {
      const moved = movedScores(Float64Array.of(-2, 3), { at: by, probabilities: false })
      expect(moved[1] - moved[0]).toBeCloseTo(5 - by, 9)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

import { expect, test } from 'vitest'
import { runFold } from '../../src/evaluation/fold.ts'
import { outcomeOf } from '../../src/evaluation/predictions.ts'
import { scorePredictions } from '../../src/evaluation/score.ts'
import { embeddingRegression } from '../../src/heads/embedding-regression.ts'
import { logistic } from '../../src/heads/logistic.ts'
import { retrieval } from '../../src/heads/retrieval.ts'
import { vectors } from '../../src/stages/feature/vectors.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { columnType, lists, makeTable, type Table, textOf } from '../../src/tables/table.ts'
import { runStage } from '../run-stage.ts'
import { makeRows } from './make-rows.ts'

const stimuli = makeTable('features', {
  id: textOf(['a', 'b']),
  features: lists(Float32Array.of(1, 0, 2, -1, 3, 0), 3),
})

/** Rows of four subjects whose target is the vector of their class. */
async function rowsOfSubjects(effect: number): Promise<Table> {
  const each = ['S1', 'S2', 'S3', 'S4'].map(async (subject) => {
    const options = { table: 'stimuli.tsv', by: 'task' }
    return runStage(vectors, makeRows([{ subject }], effect), options, { vectors: stimuli })
  })
  return concatTables(await Promise.all(each))
}

const fold = {
  fold: 0,
  test: ['S4'],
  trainRows: Int32Array.from({ length: 60 }, (_, r) => r),
  testRows: Int32Array.from({ length: 20 }, (_, r) => 60 + r),
}
const branch = {
  ...{ stages: [], target: 'vector', unit: 'subject', seed: 3 },
  split: { leaveOut: 'subject' },
} as const

test.each([embeddingRegression, retrieval])(
  '$use: vectors are predicted and ranked',
  async (head) => {
    const options = head.options.parse({})
    const rows = await rowsOfSubjects(6)
    const { predictions } = await runFold(rows, fold, {
      ...branch,
      head: { head, options },
    })
    expect(columnType(predictions, 'prediction')).toBe('lists')
    expect(outcomeOf(predictions).candidates?.values).toHaveLength(6)
    const metrics = ['top1', 'twoWay', 'cosine', 'medianRank']
    const { byMetric } = scorePredictions(predictions, { metrics, unit: 'subject', seed: 1 })
    expect(byMetric.top1.mean).toBeGreaterThan(0.9)
    expect(byMetric.top1.p).toBeLessThan(0.05)
    expect(Math.abs(byMetric.top1.chance - 0.5)).toBeLessThan(0.05)
    expect(byMetric.medianRank.mean).toBe(1)
  },
)

test('neither a head nor a metric of classes can be asked about vectors', async () => {
  const rows = await rowsOfSubjects(6)
  const options = logistic.options.parse({})
  const wrong = runFold(rows, fold, { ...branch, head: { head: logistic, options } })
  await expect(wrong).rejects.toMatchObject({ code: 'kind-mismatch' })
  const head = { head: embeddingRegression, options: embeddingRegression.options.parse({}) }
  const { predictions } = await runFold(rows, fold, { ...branch, head })
  const scored = () =>
    scorePredictions(predictions, { metrics: ['auroc'], unit: 'subject', seed: 1 })
  expect(scored).toThrow(/stage-options/)
})

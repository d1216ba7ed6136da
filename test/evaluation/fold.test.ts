import { describe, expect, test } from 'vitest'
import type { Branch } from '../../src/evaluation/branch.ts'
import { runFold } from '../../src/evaluation/fold.ts'
import { rowKeys } from '../../src/evaluation/group.ts'
import { makeFolds } from '../../src/evaluation/split.ts'
import { withFeatures } from '../../src/tables/features.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { concatTables, takeRows } from '../../src/tables/rows.ts'
import {
  columnNames,
  columnsOf,
  listsOf,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from '../../src/tables/table.ts'
import { center, centerSubject, makeRows, means } from './make-rows.ts'

const rows = makeRows([{ subject: 'A' }, { subject: 'B' }, { subject: 'C' }, { subject: 'D' }], 2)
const folds = makeFolds(rowKeys(rows), { leaveOut: 'subject' })
const centred = { use: 'center', stage: center, options: { factor: 1 }, index: 3 }
const branch: Branch = {
  stages: [centred],
  head: { head: means, options: { feature: 0 } },
  target: 'task',
  unit: 'subject',
  split: { leaveOut: 'subject' },
  seed: 0,
}

describe('runFold', () => {
  test('predicts the test rows, keeps their keys and says what was fitted on whom', async () => {
    const result = await runFold(rows, folds[1], branch)
    expect(result).toMatchObject({ fold: 1, test: ['B'], trainRows: 60, testRows: 20 })
    expect(columnNames(result.predictions)).toEqual([
      ...['subject', 'session', 'run', 'recording', 'window', 'startS', 'endS'],
      ...['fold', 'truth', 'prediction', 'scores'],
    ])
    expect(new Set(wordsOf(result.predictions, 'subject'))).toEqual(new Set(['B']))
    expect(result.predictions.meta).toMatchObject({ target: 'task', classes: '["a","b"]' })
    expect(listsOf(result.predictions, 'scores').size).toBe(2)
    expect(result.fitted.map(({ stage, index, groups }) => [stage, index, groups])).toEqual([
      ['center', 3, ['A', 'C', 'D']],
      ['means', 4, ['A', 'C', 'D']],
    ])
    expect(Object.keys(result.timingsS)).toEqual(['center', 'means'])
  })

  test('windows may be answered together, by the mean of their scores', async () => {
    const made = ['A', 'B', 'C', 'D'].map((subject, s) => {
      const both = makeRows([{ subject }], 2)
      return takeRows(
        both,
        [...Array(20).keys()].filter((row) => row % 2 === s % 2),
      )
    })
    const alike = concatTables(made)
    const [, fold] = makeFolds(rowKeys(alike), { leaveOut: 'subject' })
    const [one, each] = await Promise.all([
      runFold(alike, fold, { ...branch, stages: [], averageOver: 'recording' }),
      runFold(alike, fold, { ...branch, stages: [] }),
    ])
    expect([one.testRows, one.predictions.rows, each.predictions.rows]).toEqual([10, 1, 10])
    expect(wordsOf(one.predictions, 'truth')).toEqual(['b'])
    const scores = listsOf(each.predictions, 'scores').values
    const mean = scores.reduce((sum, v, i) => sum + (i % 2 ? v / 10 : 0), 0)
    expect(listsOf(one.predictions, 'scores').values[1]).toBeCloseTo(mean, 5)
  })

  test('a label column may be what scores are of', async () => {
    const split = { kFold: 2, by: 'subject', scoreBy: 'task' } as const
    const [fold] = makeFolds(rowKeys(rows, ['task']), split)
    const result = await runFold(rows, fold, { ...branch, unit: 'task', split })
    expect(result.fitted.at(-1)).toMatchObject({ rows: 40, groups: ['a', 'b'] })
  })

  test('what is fitted does not depend on test rows or their labels', async () => {
    const changed = withLabels(shiftTested(rows), (label, subject) =>
      subject === 'B' ? 'a' : label,
    )
    const [before, after] = await Promise.all([
      runFold(rows, folds[1], branch),
      runFold(changed, folds[1], branch),
    ])
    expect(after.fitted).toEqual(before.fitted)
  })

  test('a stage of scope subject runs on each subject by itself', async () => {
    const step = { use: 'centerSubject', stage: centerSubject, options: {}, index: 0 }
    const { predictions } = await runFold(rows, folds[3], { ...branch, stages: [step] })
    const right = wordsOf(predictions, 'truth').filter(
      (truth, r) => truth === wordsOf(predictions, 'prediction')[r],
    )
    // Subjects lie 1 apart per position and the effect is 2: only centring makes it easy.
    expect(right.length / predictions.rows).toBeGreaterThan(0.75)
  })

  test('a subject on both sides is centred as a whole, then divided by recording', async () => {
    const runs = makeRows([
      { subject: 'A', run: '1' },
      { subject: 'A', run: '2' },
    ])
    const step = { use: 'centerSubject', stage: centerSubject, options: {}, index: 0 }
    const [first] = makeFolds(rowKeys(runs), { leaveOut: 'run' })
    const one = { ...branch, stages: [step], unit: 'run' as const }
    const result = await runFold(runs, first, one)
    expect(result).toMatchObject({ test: ['1'], trainRows: 20, testRows: 20 })
    expect(result.fitted[0].groups).toEqual(['2'])
  })

  test('the same rows, fold and branch give the same bytes', async () => {
    const once = encodeTable((await runFold(rows, folds[0], branch)).predictions)
    expect(encodeTable((await runFold(rows, folds[0], branch)).predictions)).toEqual(once)
  })

  test('a target that is not there names the columns that are', async () => {
    await expect(runFold(rows, folds[0], { ...branch, target: 'tusk' })).rejects.toThrow(
      /target-missing.*"task","speed","subject"/,
    )
  })

  test('a number as target does not go with a head of classes', async () => {
    await expect(runFold(rows, folds[0], { ...branch, target: 'speed' })).rejects.toThrow(
      /kind-mismatch.*target numbers/,
    )
  })

  test('a feature that is not finite never reaches a head', async () => {
    const values = Float32Array.from(listsOf(rows, 'features').values)
    values[2 * 25] = Number.NaN
    const broken = runFold(withFeatures(rows, values), folds[0], { ...branch, stages: [] })
    await expect(broken).rejects.toThrow(/non-finite.*recording B_1_1, window 5, feature 0/)
  })
})

function withLabels(table: Table<'features'>, label: (word: string, subject: string) => string) {
  const subjects = wordsOf(table, 'subject')
  const task = textOf(wordsOf(table, 'task').map((word, r) => label(word, subjects[r])))
  return makeTable('features', { ...columnsOf(table), task }, table.meta)
}

/** The rows with other features for subject B, and labels of both classes all the same. */
function shiftTested(table: Table<'features'>): Table<'features'> {
  const subjects = wordsOf(table, 'subject')
  const values = listsOf(table, 'features').values
  return withFeatures(
    table,
    values.map((value, i) => (subjects[i >> 1] === 'B' ? 100 - value : value)),
  )
}

import { describe, expect, test } from 'vitest'
import type { Branch } from '../../src/evaluation/branch.ts'
import { runFold } from '../../src/evaluation/fold.ts'
import { rowKeys } from '../../src/evaluation/group.ts'
import { chooseOptions, combinationsOf, withChosen } from '../../src/evaluation/select.ts'
import { makeFolds } from '../../src/evaluation/split.ts'
import { center, centerSubject, makeRows, means } from './make-rows.ts'

const rows = makeRows([{ subject: 'A' }, { subject: 'B' }, { subject: 'C' }, { subject: 'D' }], 4)
const [fold] = makeFolds(rowKeys(rows), { leaveOut: 'subject' })
const branch: Branch = {
  stages: [
    { use: 'centerSubject', stage: centerSubject, options: {}, index: 0 },
    { use: 'center', stage: center, options: { factor: 1 }, index: 1 },
  ],
  head: { head: means, options: { feature: 1 } },
  target: 'task',
  unit: 'subject',
  split: { leaveOut: 'subject' },
  seed: 0,
}
const select = (grid: Record<string, unknown[]>) => ({ grid, folds: 5, metric: 'accuracy' })

describe('select', () => {
  test('all combinations are tried in order', () => {
    expect(combinationsOf({ a: [1, 2], b: ['x', 'y'] })).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ])
  })

  test('the feature that tells the classes apart is found from training rows', async () => {
    const result = await runFold(rows, fold, {
      ...branch,
      select: select({ 'head.feature': [1, 0] }),
    })
    expect(result.chosen).toEqual({ 'head.feature': 0 })
    expect(Object.keys(result.timingsS)).toContain('select')
  })

  test('of equal options the first wins', async () => {
    const grid = { 'stages.center.factor': [3, 1, 2], 'head.feature': [0] }
    const chosen = await chooseOptions(rows, { ...branch, select: select(grid) }, ['a', 'b'], 1)
    expect(chosen).toEqual({ 'stages.center.factor': 3, 'head.feature': 0 })
  })

  test('a path that names nothing fitted, or a value that is not allowed, is refused', () => {
    const chosen = (path: string, value: unknown) => () => withChosen(branch, { [path]: value })
    expect(chosen('stages.nothing.factor', 1)).toThrow(/stage-options.*found 0/)
    expect(chosen('stages.centerSubject.x', 1)).toThrow(/stage-options.*found 0/)
    expect(chosen('heads.feature', 1)).toThrow(/expected head/)
    expect(chosen('head.feature', 7)).toThrow(/stage-options.*value 7/)
    expect(chosen('head.features', 0)).toThrow(/stage-options.*features/)
  })

  test('a metric of numbers does not choose between classes', async () => {
    const wrong = { ...select({ 'head.feature': [0] }), metric: 'mae' }
    const choosing = chooseOptions(rows, { ...branch, select: wrong }, ['a', 'b'], 1)
    await expect(choosing).rejects.toThrow(/select.metric/)
  })
})

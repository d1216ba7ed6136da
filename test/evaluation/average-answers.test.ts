import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averageAnswers } from '../../src/evaluation/average-answers.ts'
import { targetOf } from '../../src/evaluation/target.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { columnNames, wordsOf } from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { makeRows } from './make-rows.ts'

const all = makeRows([
  { subject: 'A', run: '1' },
  { subject: 'A', run: '2' },
  { subject: 'B', run: '1' },
])
/** Two windows of class a of each of three runs. */
const rows = takeRows(all, [0, 2, 20, 22, 40, 42])
const target = targetOf(rows, 'task', ['a', 'b'])
const scores = Float64Array.of(1, 0, 0, 1, 0.5, 0.5, 0.1, 0.9, 0.25, 0.75, 0.75, 0.25)

describe('averageAnswers', () => {
  test('scores of a run, or of a person, become their mean; times of windows go', () => {
    const runs = averageAnswers(rows, { target, scores }, 'run')
    expect(wordsOf(runs.rows, 'run')).toEqual(['1', '2', '1'])
    expectClose(runs.scores, [0.5, 0.5, 0.3, 0.7, 0.5, 0.5], { absolute: 1e-12, why: 'rounding' })
    expect(columnNames(runs.rows)).not.toContain('window')
    const people = averageAnswers(rows, { target, scores }, 'subject')
    expect(wordsOf(people.rows, 'subject')).toEqual(['A', 'B'])
    expectClose(people.scores, [0.4, 0.6, 0.5, 0.5], { absolute: 1e-12, why: 'rounding' })
    expect([...people.target.y]).toEqual([0, 0])
  })

  test('without a unit all stays as it is', () => {
    const same = averageAnswers(rows, { target, scores }, undefined)
    expect([same.rows, same.scores]).toEqual([rows, scores])
  })

  test('standard deviations become their mean', () => {
    const deviations = Float64Array.of(1, 3, 2, 2, 0, 1)
    const told = averageAnswers(rows, { target, scores, deviations }, 'run')
    expect([...(told.deviations ?? [])]).toEqual([2, 2, 0.5])
  })

  test('rows of several labels are refused: the truth would decide what is averaged', () => {
    const mixed = takeRows(all, [0, 1])
    const of = { target: targetOf(mixed, 'task', ['a', 'b']), scores: scores.slice(0, 4) }
    expect(() => averageAnswers(mixed, of, 'run')).toThrow(/stage-options.*different labels/)
  })
})

describe('properties', () => {
  test('the mean over all rows stays where groups are of one size', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(fc.array(number, { minLength: 12, maxLength: 12 }), (values) => {
        const told = averageAnswers(rows, { target, scores: Float64Array.from(values) }, 'run')
        const mean = (x: ArrayLike<number>) => Array.from(x).reduce((a, b) => a + b, 0) / x.length
        const why = 'sums in another order'
        expectClose([mean(told.scores)], [mean(values)], { absolute: 1e-12, why })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

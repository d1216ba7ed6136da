import { describe, expect, test } from 'vitest'
import { rowKeys } from '../../src/evaluation/group.ts'
import { makePredictions, outcomeOf, positiveCode } from '../../src/evaluation/predictions.ts'
import { targetOf } from '../../src/evaluation/target.ts'
import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { columnType, f64Of, type Table, wordsOf } from '../../src/tables/table.ts'
import { handPredictions, makeRows } from './make-rows.ts'

const hand = handPredictions([
  { subject: 'B', truth: 'a', score: 0.25 },
  { subject: 'A', truth: 'b', score: 0.5 },
])

describe('makePredictions', () => {
  test('the largest score is predicted, the first of equal ones', () => {
    expect(wordsOf(hand, 'truth')).toEqual(['a', 'b'])
    expect(wordsOf(hand, 'prediction')).toEqual(['a', 'a'])
  })

  test('numbers are kept in f64, scores beside them', () => {
    const rows = takeRows(makeRows([{ subject: 'A' }]), [0, 1])
    const target = targetOf(rows, 'speed')
    const facts = { fold: 2, positive: -1, unit: 'subject' as const, columns: ['subject' as const] }
    const made = makePredictions(rows, { ...facts, target, scores: Float64Array.of(0.1, 0.2) })
    expect(columnType(made, 'truth')).toBe('f64')
    expect([...f64Of(made, 'prediction')]).toEqual([0.1, 0.2])
    expect(outcomeOf(made)).toMatchObject({ classes: [], fold: Int32Array.of(2, 2) })
    expect(outcomeOf(made).deviations).toBeUndefined()
  })

  test('how sure a head is of its numbers stands beside them', () => {
    const rows = takeRows(makeRows([{ subject: 'A' }]), [0, 1])
    const target = targetOf(rows, 'speed')
    const facts = { fold: 2, positive: -1, unit: 'subject' as const, columns: ['subject' as const] }
    const told = { scores: Float64Array.of(0.1, 0.2), deviations: Float64Array.of(3, 4) }
    const made = makePredictions(rows, { ...facts, target, ...told })
    expect([...f64Of(made, 'deviation')]).toEqual([3, 4])
    expect(outcomeOf(made).deviations).toEqual(Float64Array.of(3, 4))
  })
})

describe('outcomeOf', () => {
  test('a table gives codes, scores and groups back, also from a file', () => {
    const back = decodeTable(encodeTable(hand)) as Table<'predictions'>
    for (const table of [hand, back]) {
      const outcome = outcomeOf(table)
      expect(outcome.classes).toEqual(['a', 'b'])
      expect([...outcome.truth, ...outcome.prediction]).toEqual([0, 1, 0, 0])
      expect([...outcome.scores]).toEqual([0.75, 0.25, 0.5, 0.5])
      expect(outcome.groups.names).toEqual(['A', 'B'])
      expect([...outcome.groups.codes]).toEqual([1, 0])
    }
  })

  test('groups are named as the split named them, although one subject alone was tested', () => {
    const rows = takeRows(makeRows([{ subject: 'A', run: '3' }]), [0])
    expect(rowKeys(rows).run).toEqual(['3'])
    const made = makePredictions(rows, {
      ...{ fold: 0, positive: 1, unit: 'run', columns: ['subject', 'run'] },
      target: targetOf(rows, 'task', ['a', 'b']),
      scores: Float64Array.of(1, 0),
    })
    expect(outcomeOf(made).groups.names).toEqual(['A/3'])
    expect(outcomeOf(made, 'run').groups.names).toEqual(['A/3'])
    expect(outcomeOf(made, 'subject').groups.names).toEqual(['A'])
  })

  test('the positive class is the named one, else the last', () => {
    expect(positiveCode(['a', 'b'], undefined)).toBe(1)
    expect(positiveCode(['a', 'b'], 'a')).toBe(0)
    expect(() => positiveCode(['a', 'b'], 'c')).toThrow(/stage-options.*positive/)
  })
})

describe('targetOf', () => {
  const rows = takeRows(makeRows([{ subject: 'A' }]), [0, 1, 2])

  test('codes follow the classes of the whole run', () => {
    expect([...targetOf(rows, 'task').y]).toEqual([0, 1, 0])
    expect([...targetOf(rows, 'task', ['0', 'a', 'b']).y]).toEqual([1, 2, 1])
    expect(() => targetOf(rows, 'task', ['a'])).toThrow(/target-missing.*value b/)
  })

  test('a column that is no label is no target', () => {
    expect(() => targetOf(rows, 'window')).toThrow(/target-missing.*"task","speed"/)
  })
})

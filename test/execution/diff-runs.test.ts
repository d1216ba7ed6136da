import { describe, expect, test } from 'vitest'
import { diffRuns } from '../../src/execution/diff-runs.ts'
import type { RunRecord } from '../../src/store/run.ts'
import { makeRun } from '../reports/make-record.ts'

const { record } = makeRun({ subjects: ['A', 'B', 'C'], classes: [], metrics: ['pearson'] })
const scored = (perGroup: Record<string, number>): RunRecord => {
  const intervals = { A: { low: 0.1, high: 0.3, rows: 48, chanceBound: 0.2 } }
  const pearson = { ...record.scores.pearson, perGroup, intervals }
  return { ...record, scores: { pearson } }
}
const diff = (before: RunRecord, now: RunRecord) =>
  diffRuns({ folder: 'nowhere', record: before }, { folder: 'nowhere', record: now })

describe('diffRuns', () => {
  test('groups that both have move, the largest change first; others stand alone', () => {
    const found = diff(scored({ A: 0.2, B: 0.5, C: 1 }), scored({ B: 0.6, A: 0.4, D: 1 }))
    expect(found.moved.map(({ group, outside }) => [group, outside])).toEqual([
      ['A', true],
      ['B', false],
    ])
    expect(found.alone).toEqual({ before: ['C'], now: ['D'] })
  })

  test('a run does not differ from itself, with a score that is not defined either', () => {
    const same = scored({ A: Number.NaN, B: 0.5 })
    const { moved, alone, scores, data } = diff(same, same)
    expect([moved, scores, data]).toEqual([[], [], []])
    expect(alone).toEqual({ before: [], now: [] })
  })

  test('a score that is no longer defined is a change, and the first one', () => {
    const found = diff(scored({ A: 0.2, B: 0.5 }), scored({ A: 0.9, B: Number.NaN }))
    expect(found.moved.map(({ group }) => group)).toEqual(['B', 'A'])
  })
})

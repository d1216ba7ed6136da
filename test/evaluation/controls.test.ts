import { describe, expect, test } from 'vitest'
import type { ControlContext } from '../../src/evaluation/control.ts'
import { controlNamed, controls } from '../../src/evaluation/controls/index.ts'
import { leakSplits } from '../../src/evaluation/leak-splits.ts'
import { splitRows, splitSchema } from '../../src/evaluation/split.ts'
import { takeRows } from '../../src/tables/rows.ts'
import { f64Of, listsOf, wordsOf } from '../../src/tables/table.ts'
import { makeRows } from './make-rows.ts'

const rows = makeRows([{ subject: 'A' }, { subject: 'B', perClass: 4 }])
const context: ControlContext = {
  target: 'task',
  unit: 'subject',
  split: { leaveOut: 'subject' },
  seed: 3,
  rest: { label: 'task', value: 'a' },
}
const relabel = (use: string, changes: Partial<ControlContext> = {}) =>
  (controlNamed(use)?.relabel(rows, { ...context, ...changes }) ?? rows) as typeof rows

describe('controls', () => {
  test('labelShuffle keeps features and how many labels of each class a group has', () => {
    const shuffled = relabel('labelShuffle')
    expect(listsOf(shuffled, 'features').values).toEqual(listsOf(rows, 'features').values)
    const counts = (of: typeof rows) =>
      wordsOf(of, 'subject').map((name, r) => `${name} ${wordsOf(of, 'task')[r]}`)
    expect(counts(shuffled).sort()).toEqual(counts(rows).sort())
    expect(wordsOf(shuffled, 'task')).not.toEqual(wordsOf(rows, 'task'))
    expect(wordsOf(relabel('labelShuffle'), 'task')).toEqual(wordsOf(shuffled, 'task'))
    expect(wordsOf(relabel('labelShuffle', { seed: 4 }), 'task')).not.toEqual(
      wordsOf(shuffled, 'task'),
    )
  })

  test('labelShuffle keeps one label for rows that are answered together', () => {
    const all = makeRows(['1', '2', '3', '4'].map((run) => ({ subject: 'A', run })))
    const alike = takeRows(
      all,
      [...Array(all.rows).keys()].filter((row) => row % 2 === Math.floor(row / 20) % 2),
    )
    const labels = [1, 2, 3, 4, 5].map((seed) => {
      const own = { ...context, averageOver: 'run', seed }
      const shuffled = controlNamed('labelShuffle')?.relabel(alike, own) ?? alike
      const words = wordsOf(shuffled, 'task')
      const runs = [0, 1, 2, 3].map((run) => new Set(words.slice(10 * run, 10 * run + 10)))
      expect(runs.map(({ size }) => size)).toEqual([1, 1, 1, 1])
      return runs.map(([label]) => label).join('')
    })
    for (const word of labels) expect([...word].sort().join('')).toBe('aabb')
    expect(new Set(labels).size).toBeGreaterThan(1)
  })

  test('labelShuffle takes the words of vectors with them', () => {
    const pairs = (of: typeof rows) =>
      wordsOf(of, 'task').map((task, r) => `${task} ${f64Of(of, 'endS')[r]}`)
    const both = relabel('labelShuffle', { target: 'endS', words: 'task' })
    expect(f64Of(both, 'endS')).not.toEqual(f64Of(rows, 'endS'))
    expect(pairs(both).sort()).toEqual(pairs(rows).sort())
    const alone = relabel('labelShuffle', { target: 'endS' })
    expect(pairs(alone).sort()).not.toEqual(pairs(rows).sort())
  })

  test('timeWithinRest has the rows of rest, the later half of each recording named late', () => {
    const halves = relabel('timeWithinRest')
    expect(halves.rows).toBe(14)
    expect(wordsOf(halves, 'task').slice(0, 10).join()).toBe(
      'early,early,early,early,early,late,late,late,late,late',
    )
    expect(f64Of(halves, 'startS')[5]).toBe(20)
    expect(() => relabel('timeWithinRest', { rest: { label: 'task', value: 'z' } })).toThrow(
      /target-missing/,
    )
  })

  test('subjectIdentity decodes subjects over blocks of time', () => {
    const control = controlNamed('subjectIdentity')
    const { target, split = {} } = control?.changes(context) ?? {}
    expect(target).toBe('subject')
    expect(splitSchema.safeParse(split).success).toBe(true)
    expect(control?.chance?.(rows)).toBe(0.5)
    expect(relabel('subjectIdentity')).toBe(rows)
    const one = makeRows([{ subject: 'A' }])
    expect(() => control?.relabel(one, context)).toThrow(/split-impossible.*found 1, expected 2/)
  })

  test('each says what it means in a sentence', () => {
    for (const { title, alarm } of controls) expect(`${title}. ${alarm}`).toMatch(/\.$/)
  })
})

describe('leakSplits', () => {
  const uses = (table: typeof rows) =>
    leakSplits(splitRows(table, { leaveOut: 'window' }).keys).map(({ use }) => use)

  test('splits that divide alike, or not at all, are left out', () => {
    expect(uses(rows)).toEqual(['window', 'subject'])
    expect(uses(makeRows([{ subject: 'A' }, { subject: 'A', run: '2' }]))).toEqual([
      ...['window', 'recording'],
    ])
    expect(uses(takeRows(rows, [0]))).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupsOf, type RowKeys } from '../../src/evaluation/group.ts'
import { makeFolds, splitSchema, unitOf } from '../../src/evaluation/split.ts'

/** Keys of rows written as `subject/session/run`. */
function keys(...rows: string[]): RowKeys {
  const part = (i: number) => rows.map((row) => row.split('/')[i])
  return { subject: part(0), session: part(1), run: part(2), recording: rows }
}

const three = keys('S2/1/1', 'S2/1/1', 'S10/1/1', 'S1/1/1', 'S1/1/2')

describe('groupsOf', () => {
  test('names are in natural order, one code a row', () => {
    const { names, codes } = groupsOf(three, 'subject')
    expect(names).toEqual(['S1', 'S2', 'S10'])
    expect([...codes]).toEqual([1, 1, 2, 0, 0])
  })

  test('a run is named short where subject and session are the same everywhere', () => {
    expect(groupsOf(keys('S1/1/2', 'S1/1/10'), 'run').names).toEqual(['2', '10'])
    expect(groupsOf(keys('S1/1/1', 'S2/1/1'), 'run').names).toEqual(['S1/1', 'S2/1'])
    expect(groupsOf(keys('S1/a/1', 'S1/b/1'), 'run').names).toEqual(['a/1', 'b/1'])
  })
})

describe('makeFolds', () => {
  test('leaveOut tests each group once, in natural order', () => {
    const folds = makeFolds(three, { leaveOut: 'subject' })
    expect(folds.map((fold) => fold.test)).toEqual([['S1'], ['S2'], ['S10']])
    expect([...folds[0].testRows]).toEqual([3, 4])
    expect([...folds[0].trainRows]).toEqual([0, 1, 2])
  })

  test('kFold deals groups out by rows, the largest first', () => {
    const rows = keys(
      ...'aaaa bbb cc d'
        .replace(/ /g, '')
        .split('')
        .map((s) => `${s}/1/1`),
    )
    const folds = makeFolds(rows, { kFold: 2, by: 'subject' })
    expect(folds.map((fold) => fold.test)).toEqual([
      ['a', 'd'],
      ['b', 'c'],
    ])
    const seeds = [1, 2, 3, 4].map((seed) =>
      JSON.stringify(makeFolds(rows, { kFold: 2, by: 'subject', seed }).map((fold) => fold.test)),
    )
    expect(new Set(seeds).size).toBeGreaterThan(1)
  })

  test('holdOut leaves rows that are in neither list out', () => {
    const [fold] = makeFolds(three, { holdOut: { test: ['S1'], train: ['S10'], by: 'subject' } })
    expect([...fold.testRows, -1, ...fold.trainRows]).toEqual([3, 4, -1, 2])
    const [rest] = makeFolds(three, { holdOut: { test: ['S1'], by: 'subject' } })
    expect([...rest.trainRows]).toEqual([0, 1, 2])
  })

  test('what cannot be split says why', () => {
    const one = keys('S1/1/1')
    expect(() => makeFolds(one, { leaveOut: 'subject' })).toThrow(/split-impossible.*found 1/)
    expect(() => makeFolds(three, { kFold: 4, by: 'subject' })).toThrow(/expected 4/)
    const held = (test: string[], train?: string[]) => () =>
      makeFolds(three, { holdOut: { test, train, by: 'subject' } })
    expect(held(['S3'])).toThrow(/unknown \["S3"\]/)
    expect(held(['S1'], ['S1'])).toThrow(/trainAndTest/)
    expect(held(['S1', 'S2', 'S10'])).toThrow(/training 0/)
  })
})

describe('splitSchema', () => {
  const messages = (split: unknown) =>
    splitSchema.safeParse(split).error?.issues.map((issue) => issue.message) ?? []

  test('takes each of the three kinds', () => {
    expect(unitOf(splitSchema.parse({ leaveOut: 'run' }))).toBe('run')
    expect(unitOf(splitSchema.parse({ kFold: 5, by: 'session', seed: 1 }))).toBe('session')
    expect(unitOf(splitSchema.parse({ holdOut: { test: ['a'] } }))).toBe('subject')
  })

  test('refuses none, two, and options that do not go together', () => {
    expect(messages({})).toHaveLength(1)
    expect(messages({ leaveOut: 'run', holdOut: { test: ['a'] } })).toHaveLength(1)
    expect(messages({ kFold: 3 })[0]).toMatch(/needs by/)
    expect(messages({ leaveOut: 'run', seed: 1 })[0]).toMatch(/kFold only/)
    expect(messages({ leaveOuts: 'run' }).join()).toMatch(/leaveOuts/)
  })
})

describe('properties', () => {
  const letter = fc.constantFrom('a', 'b', 'c', 'd')
  const rows = fc.array(fc.tuple(letter, letter, letter), { minLength: 8, maxLength: 60 })
  const split = fc.constantFrom(
    { leaveOut: 'subject' as const },
    { leaveOut: 'run' as const },
    { kFold: 2, by: 'subject' as const },
    { kFold: 2, by: 'session' as const, seed: 5 },
  )

  test('folds are disjoint, keep groups whole and test every row once', () => {
    fc.assert(
      fc.property(rows, split, (list, how) => {
        const made = keys(...list.map((row) => row.join('/')))
        const { names, codes } = groupsOf(made, unitOf(how))
        fc.pre(names.length >= 2)
        const tested = new Int32Array(list.length)
        for (const fold of makeFolds(made, how)) {
          const train = new Set(Array.from(fold.trainRows, (row) => codes[row]))
          expect(fold.trainRows.length + fold.testRows.length).toBe(list.length)
          expect(fold.trainRows.length).toBeGreaterThan(0)
          for (const row of fold.testRows) {
            tested[row]++
            expect(train.has(codes[row])).toBe(false)
          }
          expect(
            [...new Set(Array.from(fold.testRows, (row) => names[codes[row]]))].sort(),
          ).toEqual([...fold.test].sort())
        }
        expect(tested.every((times) => times === 1)).toBe(true)
      }),
      { seed: 1, numRuns: 50 },
    )
  })

  test('kFold folds differ by at most the rows of the largest group', () => {
    fc.assert(
      fc.property(rows, fc.option(fc.nat(), { nil: undefined }), (list, seed) => {
        const made = keys(...list.map((row) => row.join('/')))
        fc.pre(groupsOf(made, 'subject').names.length >= 2)
        const folds = makeFolds(made, { kFold: 2, by: 'subject', seed })
        const sizes = folds.map((fold) => fold.testRows.length)
        const rowsOf = (name: string) => made.subject.filter((one) => one === name).length
        const largest = Math.max(...made.subject.map(rowsOf))
        expect(Math.abs(sizes[0] - sizes[1])).toBeLessThanOrEqual(largest)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

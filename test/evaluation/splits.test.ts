import { describe, expect, test } from 'vitest'
import { proveDisjoint } from '../../src/evaluation/firewall.ts'
import {
  apartOf,
  innerSplit,
  makeFolds,
  type Split,
  splitRows,
  splitSchema,
  unitOf,
} from '../../src/evaluation/split.ts'
import { splitKinds, splitModifiers } from '../../src/evaluation/splits/index.ts'
import { stratifiedFolds } from '../../src/evaluation/stratify.ts'
import { labelsMeta } from '../../src/tables/keys.ts'
import { columnsOf, makeTable, type Table, textOf, wordsOf } from '../../src/tables/table.ts'
import { exampleTable } from '../fixtures/tables.ts'
import { statisticsGolden } from '../statistics-golden.ts'
import { makeRows } from './make-rows.ts'

/** Four subjects of two sites, two runs each; every second pair of rows shows another picture. */
const rows = withColumns(
  makeRows(
    ['A', 'B', 'C', 'D'].flatMap((subject) =>
      ['1', '2'].map((run) => ({ subject, run, perClass: 6 })),
    ),
  ),
)

function withColumns(table: Table<'features'>): Table<'features'> {
  const subjects = wordsOf(table, 'subject')
  const columns = {
    site: textOf(subjects.map((name) => (name < 'C' ? 'north' : 'south'))),
    picture: textOf(subjects.map((_, r) => `p${Math.floor(r / 2) % 3}`)),
  }
  const { labels: _, ...meta } = table.meta
  const who = { subject: '', session: '', run: '', recording: '', labels: {} }
  const labels = JSON.stringify(['task', 'speed', 'site', 'picture'])
  const all = { ...columnsOf(table), ...columns }
  return makeTable('features', all, { ...meta, ...labelsMeta(who), labels })
}

const folds = (split: Split, table: Table = rows) => {
  const parsed = splitSchema.parse(split)
  const { keys, facts } = splitRows(table, parsed, 'task')
  return makeFolds(keys, parsed, facts)
}
const proved = (split: Split) =>
  folds(split).map((fold) => proveDisjoint(rows, fold, apartOf(split), {}))
const words = (name: string, of: Int32Array) => {
  const all = wordsOf(rows, name)
  return [...new Set(Array.from(of, (row) => all[row]))]
}
const refusals = (split: unknown) =>
  splitSchema.safeParse(split).error?.issues.map(({ message }) => message) ?? []

describe('leaveOut', () => {
  test('any label column can be left out, such as a site', () => {
    expect(folds({ leaveOut: 'site' }).map(({ test: names }) => names)).toEqual([
      ['north'],
      ['south'],
    ])
    expect(proved({ leaveOut: 'site' })[0]).toMatchObject({ unit: 'site', trainGroups: 1 })
    expect(() => folds({ leaveOut: 'color' })).toThrow(/column-missing.*"site"/)
    expect(refusals({ leaveOut: 'sujbect' })).toEqual([
      'no column "sujbect"; did you mean "subject"?',
    ])
  })
})

describe('kFold', () => {
  test.each(statisticsGolden.stratified)('stratified, equals scikit-learn: $folds', (one) => {
    const names = [...new Set(one.group)].map(String)
    const groups = { names, codes: Int32Array.from(one.group), columns: ['subject'] }
    expect(stratifiedFolds(groups, one.y.map(String), one.folds)).toEqual(one.foldOf)
  })

  test('a stimulus is on one side only', () => {
    for (const fold of folds({ kFold: 3, by: 'picture', scoreBy: 'subject' })) {
      expect(words('picture', fold.testRows)).toHaveLength(1)
      expect(words('picture', fold.trainRows)).toHaveLength(2)
      expect(fold.test).toEqual(['A', 'B', 'C', 'D'])
    }
    expect(proved({ kFold: 3, by: 'picture' })[0].sharedRecordings).toBe(8)
  })

  test('repeats draw anew with other seeds, each row once a repeat', () => {
    const all = folds({ kFold: 2, by: 'subject', repeats: 3, seed: 1 })
    expect(all.map(({ repeat }) => repeat)).toEqual([0, 0, 1, 1, 2, 2])
    const single = folds({ kFold: 2, by: 'subject', seed: 2 })
    expect(all[2].testRows).toEqual(single[0].testRows)
  })
})

describe('holdOut and official', () => {
  test('ranges of names, in natural order', () => {
    const [fold] = folds({ holdOut: { test: ['B..C'], train: ['A'], by: 'subject' } })
    expect(fold.test).toEqual(['B', 'C'])
    expect(words('subject', fold.trainRows)).toEqual(['A'])
    expect(() => folds({ holdOut: { test: ['X..Z'], by: 'subject' } })).toThrow(/tested 0/)
  })

  test('an official split has the members that the card gave it', () => {
    const members = { train: ['A..B'], test: ['D'], by: 'subject' }
    const [fold] = folds({ official: 'cbramod', members })
    expect(fold.test).toEqual(['D'])
    expect(() => folds({ official: 'cbramod' })).toThrow(/split-impossible/)
  })
})

describe('blocks', () => {
  test('channels of one window stay on one side, and windows are proved apart', () => {
    const windows = exampleTable('windows', { channels: ['a', 'b', 'c'], pieces: 5, lengthS: 2 })
    const split = { blocks: 2 }
    const { keys, facts } = splitRows(windows, split)
    const made = makeFolds(keys, split, facts)
    expect(made.map(({ testRows }) => testRows.length)).toEqual([9, 6])
    for (const fold of made) {
      expect(() => proveDisjoint(windows, fold, apartOf(split), {})).not.toThrow()
    }
  })

  test('each recording is cut in time, with a gap that is proved', () => {
    const all = folds({ blocks: 3, gapS: 4 })
    expect(all).toHaveLength(3)
    expect([...all[0].testRows].slice(0, 4)).toEqual([0, 1, 2, 3])
    // Windows of 2 s: two of them lie in the gap of 4 s.
    expect([...all[0].trainRows].slice(0, 2)).toEqual([6, 7])
    expect(proved({ blocks: 3, gapS: 4 })[1]).toMatchObject({ unit: 'time', gapS: 4 })
    expect(() =>
      proveDisjoint(rows, folds({ blocks: 3 })[0], { unit: 'time', gapS: 1 }, {}),
    ).toThrow(/the same time of one recording/)
    expect(unitOf({ blocks: 3 })).toBe('subject')
  })

  test('a gap that leaves nothing to train on is refused', () => {
    expect(() => folds({ blocks: 3, gapS: 1000 })).toThrow(/split-impossible.*gapS 1000.*too short/)
  })
})

describe('within', () => {
  test('each subject is trained and tested on its own runs', () => {
    const all = folds({ leaveOut: 'run', within: 'subject' })
    expect(all.map(({ test: names }) => names.join())).toEqual([
      'A',
      'A',
      'B',
      'B',
      'C',
      'C',
      'D',
      'D',
    ])
    for (const fold of all) {
      expect(words('subject', fold.trainRows)).toEqual(fold.test)
      expect(words('run', fold.trainRows)).not.toEqual(words('run', fold.testRows))
    }
    expect(proved({ leaveOut: 'run', within: 'subject' })[3]).toMatchObject({ unit: 'run' })
    expect(unitOf({ leaveOut: 'run', within: 'subject' })).toBe('subject')
  })
})

describe('disjoint', () => {
  test('training rows with a value that is tested are left out, and that is proved', () => {
    const split = { holdOut: { test: ['A'], by: 'subject' }, disjoint: ['run'] }
    expect(() => folds(split)).toThrow(/disjoint.*training 0/)
    const some = { kFold: 3, by: 'picture', disjoint: ['picture'] }
    expect(proved(some)[0].columns).toEqual(['picture'])
    const [fold] = folds({ leaveOut: 'subject' })
    const apart = { unit: 'subject', columns: ['picture'] }
    expect(() => proveDisjoint(rows, fold, apart, {})).toThrow(/the same picture/)
  })
})

describe('fewShot', () => {
  const split = { leaveOut: 'subject', fewShot: { perClass: [0, 2, 4], gapS: 0 } }

  test('calibration rows are trained on, declared, and tested at no step', () => {
    const all = folds(split)
    expect(all).toHaveLength(12)
    expect(all.slice(0, 3).map(({ shots }) => shots)).toEqual([0, 2, 4])
    expect(all.slice(0, 3).map(({ testRows }) => testRows.length)).toEqual([16, 16, 16])
    const [none, , most] = all
    expect(most.calibrationRows).toEqual(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7))
    expect(most.trainRows.length).toBe(none.trainRows.length + 8)
    expect(words('task', most.calibrationRows ?? new Int32Array())).toEqual(['a', 'b'])
    expect(proved(split)[2]).toMatchObject({ unit: 'subject', calibrationRows: 8 })
  })

  test('the firewall refuses rows of a tested subject that are not declared', () => {
    const [, , most] = folds(split)
    const { calibrationRows: _, ...undeclared } = most
    const apart = apartOf(split)
    expect(() => proveDisjoint(rows, undeclared, apart, {})).toThrow(/the same subject/)
    const tested = { ...most, testRows: Int32Array.of(0, ...most.testRows) }
    expect(() => proveDisjoint(rows, tested, apart, {})).toThrow(/the same rows/)
  })

  test('a share, drawn by a seed, with rows near them left out', () => {
    const drawn = { leaveOut: 'subject', fewShot: { share: [0.25], draw: 'random', seed: 3 } }
    const [fold] = folds(drawn)
    expect(fold.calibrationRows).toHaveLength(6)
    expect(fold).toEqual(folds(drawn)[0])
    const gap = { leaveOut: 'subject', fewShot: { perClass: [1], gapS: 4 } }
    expect(folds(gap)[0].testRows.length).toBe(24 - 2 - 2)
    const many = { leaveOut: 'subject', fewShot: { perClass: [12] } }
    expect(() => folds(many)).toThrow(/fewShot A, a/)
  })
})

describe('the lists', () => {
  test('each kind and modifier is named by its own key', () => {
    for (const { use, options } of splitKinds) expect(use in options.shape).toBe(true)
    const uses = [...splitKinds, ...splitModifiers].map(({ use }) => use)
    expect(new Set(uses).size).toBe(uses.length)
  })

  test('what does not go together is refused', () => {
    expect(refusals({ leaveOut: 'run', repeats: 3 })).toEqual(['goes with kFold only'])
    expect(refusals({ holdOut: { test: ['a'] }, within: 'subject' })[0]).toMatch(/leaveOut, kFold/)
    expect(refusals({ leaveOut: 'run', gapS: 1 })).toEqual(['goes with blocks only'])
    expect(refusals({ leaveOut: 'run', fewShot: {} })[0]).toMatch(/perClass and share/)
  })

  test('options are chosen by a split that keeps apart the same', () => {
    const { keys } = splitRows(rows, { leaveOut: 'site' })
    expect(innerSplit({ leaveOut: 'run', within: 'subject' }, 5, keys)).toEqual({
      ...{ kFold: 5, by: 'run' },
    })
    expect(innerSplit({ blocks: 4, gapS: 2 }, 3, keys)).toEqual({ blocks: 3, gapS: 2 })
    expect(innerSplit({ leaveOut: 'site' }, 5, keys)).toEqual({ kFold: 2, by: 'site' })
  })

  test('single windows are refused: their neighbours are alike', () => {
    expect(() => proved({ kFold: 2, by: 'window' })).toThrow(/neighbouring windows/)
  })
})

import { describe, expect, test } from 'vitest'
import { NeurarrowError } from '../../src/errors.ts'
import { proveDisjoint } from '../../src/evaluation/firewall.ts'
import { rowKeys } from '../../src/evaluation/group.ts'
import { makeFolds } from '../../src/evaluation/split.ts'
import { concatTables, takeRows } from '../../src/tables/rows.ts'
import { columnsOf, f64, makeTable, type Table } from '../../src/tables/table.ts'
import { makeRows } from './make-rows.ts'

const rows = makeRows([{ subject: 'A' }, { subject: 'B' }])
const [fold] = makeFolds(rowKeys(rows), { leaveOut: 'subject' })
const half = (table: Table, odd: number) =>
  Int32Array.from({ length: table.rows / 2 }, (_, i) => 2 * i + odd)

function leakage(act: () => unknown): Record<string, unknown> {
  try {
    act()
  } catch (error) {
    if (error instanceof NeurarrowError && error.code === 'leakage') return error.facts
    throw error
  }
  throw new Error('nothing was refused')
}

describe('proveDisjoint', () => {
  test('lets a fold of other subjects pass and says what was compared', () => {
    expect(proveDisjoint(rows, fold, { unit: 'subject' }, { A_1_1: 'x', B_1_1: 'y' })).toEqual({
      ...{ fold: 0, unit: 'subject', trainGroups: 1, testGroups: 1 },
      ...{ sharedRecordings: 0, hashed: 2 },
    })
  })

  test('refuses a subject on both sides', () => {
    const mixed = { ...fold, trainRows: Int32Array.of(5, 25), testRows: Int32Array.of(0, 1) }
    const facts = leakage(() => proveDisjoint(rows, mixed, { unit: 'subject' }, {}))
    expect(facts).toMatchObject({ overlap: 'the same subject', examples: [['A']] })
  })

  test('a run is one run of one session of one subject', () => {
    const runs = makeRows([
      { subject: 'A', run: '1' },
      { subject: 'B', run: '1' },
    ])
    const [one] = makeFolds(rowKeys(runs), { leaveOut: 'run' })
    expect(proveDisjoint(runs, one, { unit: 'run' }, {})).toMatchObject({
      trainGroups: 1,
      testGroups: 1,
    })
  })

  test('refuses recordings of equal content under two names', () => {
    const facts = leakage(() =>
      proveDisjoint(rows, fold, { unit: 'subject' }, { A_1_1: 'x', B_1_1: 'x' }),
    )
    expect(facts.examples).toEqual([{ train: 'B_1_1', test: 'A_1_1' }])
  })

  test('compares time spans where a recording is on both sides', () => {
    const sessions = makeRows([
      { subject: 'A', session: '1', recording: 'same' },
      { subject: 'A', session: '2', recording: 'same' },
    ])
    const [one] = makeFolds(rowKeys(sessions), { leaveOut: 'session' })
    const facts = leakage(() => proveDisjoint(sessions, one, { unit: 'session' }, {}))
    expect(facts.examples).toEqual([{ recording: 'same', seconds: 0 }])
  })

  test('spans that only touch pass, spans that overlap by a little do not', () => {
    const apart = shifted(20 * 2)
    expect(proveDisjoint(apart.rows, apart.fold, { unit: 'session' }, {}).sharedRecordings).toBe(1)
    const overlapping = shifted(20 * 2 - 0.5)
    expect(() =>
      proveDisjoint(overlapping.rows, overlapping.fold, { unit: 'session' }, {}),
    ).toThrow(/seconds/)
  })

  test('rows without spans cannot be proved disjoint', () => {
    const { rows: table, fold: one } = shifted(1000)
    const { startS: _, ...columns } = columnsOf(table)
    const bare = makeTable('features', columns, table.meta)
    expect(() => proveDisjoint(bare, one, { unit: 'session' }, {})).toThrow(/unknown spans/)
  })

  test('a fold made by hand from alternate windows of one subject is refused', () => {
    const one = takeRows(rows, half(rows, 0))
    const hand = { fold: 0, test: [], trainRows: half(one, 0), testRows: half(one, 1) }
    expect(() => proveDisjoint(one, hand, { unit: 'subject' }, {})).toThrow(/leakage/)
  })
})

/** Two sessions in one recording, the second `byS` seconds after the first. */
function shifted(byS: number) {
  const [first, second] = ['1', '2'].map((session) =>
    makeRows([{ subject: 'A', session, recording: 'same' }]),
  )
  const columns = columnsOf(second)
  const later = (name: string) =>
    f64(Float64Array.from(columns[name].values as Float64Array, (time) => time + byS))
  const moved = { ...columns, startS: later('startS'), endS: later('endS') }
  const table = concatTables([first, makeTable('features', moved, second.meta)])
  const [one] = makeFolds(rowKeys(table), { leaveOut: 'session' })
  return { rows: table, fold: one }
}

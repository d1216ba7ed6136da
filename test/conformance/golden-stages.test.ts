import { describe, expect, test } from 'vitest'
import { allStages } from '../../src/pipeline/registry.ts'
import type { RowTarget, Stage, StageContext } from '../../src/stage.ts'
import { flagListsOf } from '../../src/tables/flag-lists.ts'
import { intListsOf } from '../../src/tables/int-lists.ts'
import { payload } from '../../src/tables/kind.ts'
import {
  columnNames,
  columnType,
  f64Of,
  i32Of,
  listsOf,
  type Table,
  wordsOf,
} from '../../src/tables/table.ts'
import { expectClose } from '../close.ts'
import { fixtures } from '../encoders/model-folder.ts'
import {
  type GoldenCase,
  type GoldenExpected,
  goldenCases,
  goldenManifest,
  goldenTable,
} from '../golden-cases.ts'

/** Stages with models are run on small ones that were made for tests. */
process.env.NEURARROW_MODELS = fixtures

/** Stages that compute nothing in which another library could differ, each with the reason. */
const withoutReference: Readonly<Record<string, string>> = {
  union: 'puts columns side by side that other stages made',
}

const files = goldenManifest.map((entry) => ({ ...entry, cases: goldenCases(entry.file) }))

describe('proof by other libraries', () => {
  test('every stage has a case, or a reason why it has none', () => {
    const proven = new Set(files.flatMap(({ cases }) => cases.map(({ stage }) => stage)))
    const all = allStages.map(({ use }) => use)
    const reasons = Object.keys(withoutReference)
    expect(all.filter((use) => !proven.has(use)).sort()).toEqual(reasons.sort())
    expect([...proven].filter((use) => !all.includes(use))).toEqual([])
  })

  test.each(files)('the manifest names the stages of $file', ({ cases, stages }) => {
    expect(stages).toEqual([...new Set(cases.map(({ stage }) => stage))].sort())
  })
})

describe.each(files)('$file', ({ cases, tolerance, why }) => {
  const named = cases.map((each) => [nameOf(each), each] as const)
  test.each(named)('%s', async (_, each) => {
    const found = await resultOf(each)
    const allowed = each.tolerance ?? { ...tolerance, why }
    expectNames(found, each.expected)
    const { values = [], length, column = payload[found.kind] ?? '' } = each.expected
    const all = numbersOf(found, column)
    if (length !== undefined) expect(all.length).toBe(length)
    const wanted = values.map((value) => value ?? Number.NaN)
    expectClose(turned(all, wanted, each.expected), wanted, allowed)
  })
})

function nameOf({ stage, options, oracle, input }: GoldenCase): string {
  return `${stage} ${JSON.stringify(options)} on ${input.kind} is ${oracle}`
}

async function resultOf(each: GoldenCase): Promise<Table> {
  const stage = allStages.find(({ use }) => use === each.stage) as Stage
  const options = stage.options.parse(each.options)
  const input = goldenTable(each.input)
  const tables = Object.entries(each.tables ?? {}).map(([name, from]) => [name, goldenTable(from)])
  const context: StageContext = { tables: Object.fromEntries(tables), seed: 0 }
  if (stage.scope !== 'fold') return stage.run(input, options, context)
  const train = each.train ? goldenTable(each.train) : input
  const target = each.target === undefined ? {} : { target: targetOf(train, each.target) }
  return stage.apply(input, stage.fit(train, options, { ...context, ...target }), options)
}

function targetOf(table: Table, name: string): RowTarget {
  if (columnType(table, name) === 'f64') return { classes: [], y: f64Of(table, name) }
  const words = wordsOf(table, name)
  const classes = [...new Set(words)].sort()
  return { classes, y: Float64Array.from(words, (word) => classes.indexOf(word)) }
}

function numbersOf(table: Table, name: string): ArrayLike<number> {
  const type = columnType(table, name)
  if (type === 'intLists') return intListsOf(table, name).values
  if (type === 'flagLists') return flagListsOf(table, name).values
  if (type === 'f64') return f64Of(table, name)
  return type === 'i32' ? i32Of(table, name) : listsOf(table, name).values
}

function expectNames(table: Table, { names, columns = {} }: GoldenExpected): void {
  const isByChannel = columnNames(table).includes('channel')
  const own = isByChannel ? wordsOf(table, 'channel') : JSON.parse(table.meta.names ?? '[]')
  if (names) expect(own).toEqual(names)
  for (const [name, wanted] of Object.entries(columns)) {
    const isText = columnType(table, name) === 'text'
    if (isText) expect(wordsOf(table, name), name).toEqual(wanted)
    else {
      const why = `column ${name}`
      expectClose(numbersOf(table, name), wanted.map(Number), { relative: 1e-9, why })
    }
  }
}

/** The numbers that are compared, each group turned where that brings them nearer. */
function turned(
  all: ArrayLike<number>,
  wanted: readonly number[],
  { turns, every = 1, at }: GoldenExpected,
): readonly number[] {
  const placeOf = (i: number) => at?.[i] ?? i * every
  const own = wanted.map((_, i) => all[placeOf(i)])
  if (turns === undefined) return own
  const groupOf = (i: number) => Math.floor(placeOf(i) / turns.size) % turns.count
  const dots = new Float64Array(turns.count)
  for (const [i, value] of own.entries()) dots[groupOf(i)] += value * wanted[i]
  return own.map((value, i) => (dots[groupOf(i)] < 0 ? -value : value))
}

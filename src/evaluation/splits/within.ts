import { groupsOf, type RowKeys, rowsByCode } from '../group.ts'
import { defineModifier, type RowFacts, type Sides } from '../split-kind.ts'
import { unitOption } from './options.ts'

export const within = defineModifier<string>({
  use: 'within',
  option: unitOption.meta({
    description: 'each group of this column is split by itself: trained and tested on its own rows',
  }),
  goesWith: ['leaveOut', 'kFold', 'blocks'],
  columns: (unit) => [unit],
  scored: (unit) => unit,
  wrap: (divide, unit) => (rows, split) => {
    const { codes, names } = groupsOf(rows.keys, unit)
    return rowsByCode(codes, names.length).flatMap((own) => {
      const part = { keys: keysOf(rows.keys, own), facts: factsOf(rows.facts, own) }
      return divide(part, split).map((sides) => placed(sides, own))
    })
  },
})

function keysOf(keys: RowKeys, rows: Int32Array): RowKeys {
  const taken = Object.entries(keys).map(([name, words]) => [
    name,
    Array.from(rows, (row) => words[row]),
  ])
  return Object.fromEntries(taken) as RowKeys
}

function factsOf({ target, startS, endS }: RowFacts, rows: Int32Array): RowFacts {
  const take = (values?: Float64Array) => values && Float64Array.from(rows, (row) => values[row])
  return { target, startS: take(startS), endS: take(endS) }
}

/** Row numbers of a part as those of the whole. */
function placed(sides: Sides, rows: Int32Array): Sides {
  const place = (own: Int32Array) => own.map((row) => rows[row])
  const { trainRows, testRows, calibrationRows } = sides
  return {
    ...sides,
    ...{ trainRows: place(trainRows), testRows: place(testRows) },
    ...(calibrationRows ? { calibrationRows: place(calibrationRows) } : {}),
  }
}

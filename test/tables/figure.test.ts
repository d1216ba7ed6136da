import { expect, test } from 'vitest'
import { figureOf, makeFigure } from '../../src/tables/figure.ts'
import { decodeTable, encodeTable } from '../../src/tables/ipc.ts'
import type { Table } from '../../src/tables/table.ts'

const curve = {
  ...{ panel: 'Cz', series: 'left', groups: 3 },
  ...{ values: Float32Array.of(1, 2), low: Float32Array.of(0, 1), high: Float32Array.of(2, 3) },
}
const map = { panel: 'Oz', series: 'right', values: Float32Array.of(4, 5, 6) }

test('series, bands and facts come back from the bytes of a file', () => {
  const table = makeFigure({ series: [curve, map], facts: { hz: [1, 2] } })
  const back = figureOf(decodeTable(encodeTable(table)) as Table<'figure'>)
  expect(back).toEqual({ series: [curve, { ...map, groups: 0 }], facts: { hz: [1, 2] } })
})

test('a figure without series keeps its facts', () => {
  const empty = makeFigure({ series: [], facts: { nothing: 'no windows' } })
  expect(figureOf(empty)).toEqual({ series: [], facts: { nothing: 'no windows' } })
})

import { tableFromIPC, tableToIPC } from 'apache-arrow'
import { expect, test } from 'vitest'
import { arrow } from '../../src/tables/arrow.ts'
import { encodeTable } from '../../src/tables/ipc.ts'
import { f64, i32, lists, makeTable, ragged, textOf } from '../../src/tables/table.ts'

const table = makeTable(
  'signals',
  {
    recording: textOf(['a', 'a', 'b']),
    segment: i32(Int32Array.of(0, 1, 0)),
    startS: f64(Float64Array.of(0, 2.5, -1)),
    samples: lists(Float32Array.of(1, 2, 3, 4, Number.NaN, 6), 2),
    other: ragged(Float32Array.of(1, 2, 3), Int32Array.of(0, 0, 2, 3)),
  },
  { unit: 'uV' },
)

test('is loaded once', () => {
  expect(arrow()).toBe(arrow())
})

test('the one-file build exports what the modules export', async () => {
  const modules = Object.keys(await import('apache-arrow'))
  expect(Object.keys(arrow())).toEqual(expect.arrayContaining(modules))
})

test('the modules read what the one-file build writes, and the other way round', () => {
  const read = tableFromIPC(encodeTable(table))
  expect(read.toArray().map(String)).toEqual(table.arrow.toArray().map(String))
  const back = arrow().tableFromIPC(tableToIPC(read, 'file'))
  expect(back.toArray().map(String)).toEqual(table.arrow.toArray().map(String))
  expect(String(back.schema)).toBe(String(table.arrow.schema))
  expect(back.schema.metadata).toEqual(table.arrow.schema.metadata)
})

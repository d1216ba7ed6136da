import { expect, test } from 'vitest'
import { keysFor } from '../../src/tables/keys.ts'
import { f64Of, makeTable } from '../../src/tables/table.ts'
import { signalsOf } from '../signal-golden.ts'

test('a number that is not known is NaN in its column', () => {
  const who = { subject: 'A', session: '1', run: '1', recording: 'A' }
  const { age, sex } = keysFor({ ...who, labels: { age: null, sex: 'n/a' } }, 2)
  const table = makeTable('signals', { age, sex }, signalsOf([]).meta)
  expect([...f64Of(table, 'age')]).toEqual([Number.NaN, Number.NaN])
})

import { describe, expect, test } from 'vitest'
import { confoundsOf, makeConfounds } from '../../src/tables/confounds.ts'

const who = { subject: 'A', session: '1', run: '1', recording: 'A_1', labels: { task: 'x' } }
const table = makeConfounds(who, { trans_x: [1, 2, 3], csf: [Number.NaN, 5, 6] }, 2)

describe('confounds table', () => {
  test('gives back the columns asked for, in that order', () => {
    expect(confoundsOf(table, ['csf', 'trans_x'])).toEqual({
      names: ['csf', 'trans_x'],
      values: Float64Array.of(Number.NaN, 5, 6, 1, 2, 3),
      samples: 3,
    })
    expect(confoundsOf(table).names).toEqual(['trans_x', 'csf'])
  })

  test('keeps numbers beyond single precision', () => {
    const signals = [10_000.123456789, 1e8 + 1 / 3, Number.NaN, -1e-30]
    const { values } = confoundsOf(makeConfounds(who, { global_signal: signals }))
    for (const [t, value] of signals.entries()) {
      if (Number.isNaN(value)) expect(values[t]).toBeNaN()
      else expect(Math.abs(values[t] - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -47)
    }
  })

  test('names all missing columns', () => {
    expect(() => confoundsOf(table, ['csf', 'wm', 'gs'])).toThrow(/column-missing.*"wm","gs"/)
  })

  test('refuses columns of different lengths', () => {
    expect(() => makeConfounds(who, { a: [1], b: [1, 2] })).toThrow(/length-mismatch/)
  })
})

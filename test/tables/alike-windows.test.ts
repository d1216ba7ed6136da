import { describe, expect, test } from 'vitest'
import { alikeWindows } from '../../src/tables/alike-windows.ts'
import { concatTables } from '../../src/tables/rows.ts'
import { exampleTable } from '../fixtures/tables.ts'

describe('alikeWindows', () => {
  test('gives one segment a window', () => {
    expect(alikeWindows(exampleTable('windows'), 'x')).toHaveLength(6)
  })

  test('other channels in a later window are named', () => {
    const both = concatTables([
      exampleTable('windows'),
      exampleTable('windows', { subject: 'S2', channels: ['Fp1', 'C4', 'C3', 'O1'] }),
    ])
    const facts = { stage: 'x', window: 0, found: ['Fp1', 'C4', 'C3', 'O1'] }
    expect(() => alikeWindows(both, 'x')).toThrow(
      expect.objectContaining({ code: 'length-mismatch', facts: expect.objectContaining(facts) }),
    )
  })

  test('windows of one sample are too short', () => {
    const short = exampleTable('windows', { rateHz: 1, lengthS: 1 })
    expect(() => alikeWindows(short, 'x')).toThrow(
      expect.objectContaining({ code: 'signal-too-short' }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pickFeatures } from '../../../src/stages/feature/pick-features.ts'
import { makeFeatures, matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import { takeRows } from '../../../src/tables/rows.ts'
import type { Table } from '../../../src/tables/table.ts'
import { recordingOf } from '../../fixtures/tables.ts'

const context = { tables: {}, seed: 0 }

function table(values: readonly number[], names: readonly string[]): Table<'features'> {
  const rows = values.length / names.length
  const window = Int32Array.from({ length: rows }, (_, r) => r)
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const meta = { ...labelsMeta(recordingOf()), names: JSON.stringify(names) }
  return makeFeatures(keysFor(recordingOf(), rows), spans, Float32Array.from(values), meta)
}

function run(input: Table<'features'>, features: readonly string[], train = input) {
  const options = pickFeatures.options.parse({ features })
  return pickFeatures.apply(input, pickFeatures.fit(train, options, context), options)
}

const names = ['power/C3 4-8Hz', 'power/C4 4-8Hz', 'log/C3~C4']

describe('pickFeatures', () => {
  test('keeps what a pattern fits, in the order of the table', () => {
    const out = run(table([1, 2, 3, 4, 5, 6], names), ['log/*', 'power/C3*'])
    expect([...matrixOf(out as Table<'features'>).values]).toEqual([1, 3, 4, 6])
    expect(JSON.parse(out.meta.names)).toEqual(['power/C3 4-8Hz', 'log/C3~C4'])
  })

  test('dots and brackets of a pattern stand for themselves', () => {
    const dotted = table([1, 2], ['a.b', 'axb'])
    expect([...matrixOf(run(dotted, ['a.b']) as Table<'features'>).values]).toEqual([1])
    expect(() => run(dotted, ['a(b'])).toThrow(/column-missing.*a\(b/)
  })

  test('a pattern that fits nothing is named; other widths are refused', () => {
    const two = table([1, 2, 3], names)
    expect(() => run(two, ['power/*', 'powr/*'])).toThrow(/column-missing.*powr/)
    expect(() => run(table([1], ['power/C3 4-8Hz']), ['*'], two)).toThrow(/length-mismatch/)
    expect(run(takeRows(two, []), ['log/*'], two).rows).toBe(0)
  })

  test('it is fitted in the fold, and tells how many it keeps', () => {
    const options = pickFeatures.options.parse({ features: ['power/*'] })
    const fitted = pickFeatures.fit(table([1, 2, 3], names), options, context)
    expect(pickFeatures.describe?.(fitted)).toEqual({ kept: 2, of: 3 })
    expect(pickFeatures.scopeOf).toBeUndefined()
  })
})

describe('properties', () => {
  test('a pattern and the rest of the names divide the features between them', () => {
    const law = fc.property(fc.subarray(['a1', 'a2', 'b1', 'b2', 'c'], { minLength: 1 }), (own) => {
      const all = table([1, 2, 3, 4, 5], ['a1', 'a2', 'b1', 'b2', 'c'])
      const kept = matrixOf(run(all, own) as Table<'features'>)
      const rest = ['a1', 'a2', 'b1', 'b2', 'c'].filter((name) => !own.includes(name))
      const others = rest.length === 0 ? 0 : matrixOf(run(all, rest) as Table<'features'>).cols
      expect(kept.cols + others).toBe(5)
      expect(kept.cols).toBe(own.length)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

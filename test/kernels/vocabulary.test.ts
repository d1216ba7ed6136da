import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byFrequency, countIds } from '../../src/kernels/vocabulary.ts'

describe('vocabulary', () => {
  test('ids are counted level by level, those of nothing left out', () => {
    const ids = Int32Array.of(0, 2, 1, 2, -1, 0)
    expect(Array.from(countIds(ids, 2, 3))).toEqual([1, 1, 0, 1, 0, 2])
  })

  test('the frequent come first, equals in their order, the rare become 0', () => {
    const found = byFrequency(Float64Array.of(2, 0, 5, 2, 1), 2)
    expect(Array.from(found.idOf)).toEqual([2, 0, 1, 3, 0])
    expect(found.size).toBe(4)
  })
})

describe('properties', () => {
  test('kept ids are numbered without gaps, by falling counts', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 5 }), (list, least) => {
        const { idOf, size } = byFrequency(Float64Array.from(list), least)
        const kept = list.map((count, id) => ({ count, id: idOf[id] })).filter(({ id }) => id > 0)
        kept.sort((a, b) => a.id - b.id)
        expect(kept.map(({ id }) => id)).toEqual(kept.map((_, rank) => rank + 1))
        expect(size).toBe(kept.length + 1)
        expect(kept.every(({ count }, k) => k === 0 || count <= kept[k - 1].count)).toBe(true)
        expect(kept).toHaveLength(list.filter((count) => count >= least).length)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

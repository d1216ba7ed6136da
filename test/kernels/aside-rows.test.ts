import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asideRows } from '../../src/kernels/aside-rows.ts'

test('with less than three groups nothing is kept aside', () => {
  expect(asideRows([0, 0, 1, 1], 1)).toBeUndefined()
})

test('a group is trained on or aside, never both, and the seed decides', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 40 }), (groups) => {
      const found = asideRows(groups, 4)
      if (found === undefined) return
      const [train, aside] = [found.train, found.aside].map((rows) => [...rows])
      expect([...train, ...aside].sort((a, b) => a - b)).toEqual(groups.map((_, r) => r))
      const kept = new Set(aside.map((r) => groups[r]))
      expect(train.some((r) => kept.has(groups[r]))).toBe(false)
      expect(kept.size).toBe(Math.max(1, Math.floor(new Set(groups).size / 5)))
      expect(asideRows(groups, 4)).toEqual(found)
    }),
    { seed: 1, numRuns: 50 },
  )
})

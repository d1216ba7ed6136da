import { describe, expect, test } from 'vitest'
import { measureKinds, pairMeasures } from '../../src/kernels/pair-measures.ts'

const sums = { count: 4, re: 0, im: 4, ofA: 4, ofB: 4, sizes: 4, squares: 4, signs: 4 }

describe('pairMeasures', () => {
  test('a steady lag of a quarter is 1 by every measure', () => {
    for (const measure of Object.values(pairMeasures)) expect(measure(sums)).toBeCloseTo(1, 12)
  })

  test('without power there is no measure', () => {
    const none = { ...sums, im: 0, ofA: 0, ofB: 0, sizes: 0, squares: 0, signs: 0 }
    for (const [name, kind] of Object.entries(measureKinds)) {
      if (kind === 'phase') continue
      expect(pairMeasures[name as 'pli'](none)).toBeNaN()
    }
  })
})

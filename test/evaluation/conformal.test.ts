import { describe, expect, test } from 'vitest'
import { conformalSets } from '../../src/evaluation/conformal.ts'
import { random } from '../../src/kernels/random.ts'
import { comparisonGolden } from '../comparison-golden.ts'

/** Two classes, `skill` deviations apart, in groups that are exchangeable. */
function drawn(groups: number, rows: number, skill: number, seed = 1) {
  const draw = random(seed)
  const length = groups * rows
  const truth = Float64Array.from({ length }, () => draw.integer(2))
  const scores = new Float32Array(2 * length)
  truth.forEach((code, r) => {
    scores[2 * r + 1] = draw.normal() + skill * (code - 0.5)
    scores[2 * r] = -scores[2 * r + 1]
  })
  const names = Array.from({ length: groups }, (_, g) => `S${g}`)
  const codes = Int32Array.from({ length }, (_, r) => Math.floor(r / rows))
  return { classes: ['a', 'b'], truth, scores, groups: { names, codes, columns: ['subject'] } }
}

describe('conformalSets', () => {
  test('sets hold the true class as often as they are asked to', () => {
    for (const { level, coverage } of conformalSets(drawn(20, 50, 1))) {
      expect(Math.abs(coverage - level)).toBeLessThan(0.04)
    }
  })

  test('who answers less is right more often; sets grow with the level', () => {
    const sets = conformalSets(drawn(20, 50, 1), [0.7, 0.8, 0.9, 0.95])
    expect(sets.map(({ size }) => size)).toEqual(sets.map(({ size }) => size).sort())
    expect(sets[3].answered).toBeLessThan(sets[1].answered)
    expect(sets[3].accuracy).toBeGreaterThan(sets[1].accuracy)
  })

  test.each(comparisonGolden.conformal)('equals MAPIE: $classes classes', (one) => {
    const codes = Int32Array.from(one.truth, (_, r) => (r < one.rows[0] ? 0 : 1))
    const found = conformalSets(
      {
        classes: Array.from({ length: one.classes }, (_, c) => String(c)),
        truth: Float64Array.from(one.truth),
        scores: Float32Array.from(one.scores),
        groups: { names: ['A', 'B'], codes, columns: ['subject'] },
      },
      one.levels.map(({ level }) => level),
    )
    one.levels.forEach((expected, l) => {
      for (const [name, value] of Object.entries(expected)) {
        expect(found[l][name as keyof typeof expected]).toBeCloseTo(value, 12)
      }
    })
  })

  test('a level is the share of other rows, one more counted for the row itself', () => {
    const few = drawn(2, 1, 0)
    expect(conformalSets(few, [0.9])).toEqual([
      { level: 0.9, coverage: 1, size: 2, answered: 0, accuracy: Number.NaN },
    ])
  })

  test('one group has nobody to learn from', () => {
    expect(conformalSets(drawn(1, 10, 1))).toEqual([])
  })
})

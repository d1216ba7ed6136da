import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { correctPairs } from '../../src/evaluation/pair-families.ts'
import { holm } from '../../src/kernels/holm.ts'

const pair = (better: string, other: string, p: number) => ({ better, other, p })

describe('correctPairs', () => {
  const pairs = [pair('a', 'b', 0.01), pair('c', 'a', 0.02), pair('b', 'c', 0.03)]

  test('without plans all pairs are one family', () => {
    const found = correctPairs(pairs, [])
    expect(found.map(({ holmP }) => holmP)).toEqual([0.03, 0.04, 0.04])
    expect(found[0]).toMatchObject({ family: 3, planned: false })
  })

  test('planned pairs are a family of their own, whichever is better', () => {
    expect(correctPairs(pairs, [['a', 'c']])).toEqual([
      { holmP: 0.02, family: 2, planned: false },
      { holmP: 0.02, family: 1, planned: true },
      { holmP: 0.03, family: 2, planned: false },
    ])
  })

  test('a name alone is no pair', () => {
    expect(correctPairs([pair('a', 'b', 0.5)], [['a', 'c']])[0].planned).toBe(false)
  })
})

describe('properties', () => {
  test('all pairs planned is none planned, but for the word', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(values, (p) => {
        const pairs = p.map((one, i) => pair('x', `y${i}`, one))
        const found = correctPairs(
          pairs,
          pairs.map(({ better, other }) => [other, better]),
        )
        expect(found.map(({ holmP }) => holmP)).toEqual(holm(p))
        expect(found.every(({ planned, family }) => planned && family === p.length)).toBe(true)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acrossSets } from '../../src/evaluation/across-sets.ts'
import { claimOf } from '../../src/evaluation/claim.ts'
import { compareScores, type Pair } from '../../src/evaluation/compare.ts'
import { random } from '../../src/kernels/random.ts'
import { comparisonGolden } from '../comparison-golden.ts'

const options = { higherIsBetter: true, seed: 0 }

/** Scores of N subjects around `mean`. */
function scores(subjects: number, mean: number, seed: number): Record<string, number> {
  const draw = random(seed)
  const entries = Array.from({ length: subjects }, (_, i): [string, number] => {
    return [`S${i}`, mean + 0.05 * draw.normal()]
  })
  return Object.fromEntries(entries)
}

const a = { name: 'a', perGroup: scores(20, 0.6, 1) }
const b = { name: 'b', perGroup: scores(20, 0.7, 2) }
const c = { name: 'c', perGroup: scores(20, 0.7, 3) }
const facts = { metric: 'AUROC', unit: 'subject', dataset: 'made' }

describe('compareScores', () => {
  test('the better stands first, and differences are of the same group', () => {
    const { pairs, means } = compareScores([a, b], options)
    expect(pairs).toMatchObject([{ better: 'b', other: 'a', groups: 20, exact: false }])
    expect(pairs[0].difference).toBeCloseTo(means.b - means.a, 12)
    expect(pairs[0].perGroup.S3).toBe(b.perGroup.S3 - a.perGroup.S3)
    expect(pairs[0].p).toBeLessThan(0.001)
    expect(pairs[0].wins + pairs[0].ties + pairs[0].losses).toBe(20)
    expect(compareScores([a, b], { ...options, higherIsBetter: false }).pairs[0].better).toBe('a')
  })

  test('groups that one lacks are left out and named', () => {
    const few = { name: 'few', perGroup: { S1: 0.5, S2: Number.NaN, S3: 0.6, X: 1 } }
    const { groups, leftOut } = compareScores([a, few], options)
    expect(groups).toEqual(['S1', 'S3'])
    expect(leftOut).toContain('S2')
    expect(leftOut).toContain('X')
  })

  test('three have ranks; those that are alike form a clique', () => {
    const { ranks, pairs } = compareScores([a, b, c], options)
    expect(pairs).toHaveLength(3)
    expect(ranks?.mean[2].name).toBe('a')
    expect(ranks?.p).toBeLessThan(0.001)
    expect(ranks?.cliques).toEqual([ranks?.mean.slice(0, 2).map(({ name }) => name)])
    expect(compareScores([a, b], options).ranks).toBeUndefined()
  })
})

describe('planned pairs', () => {
  test('a pair that was named beforehand does not pay for the others', () => {
    const planned = [['c', 'a']] as const
    const { pairs } = compareScores([a, b, c], { ...options, planned })
    const of = (better: string, other: string) =>
      pairs.find((pair) => pair.better === better && pair.other === other)
    expect(of('c', 'a')).toMatchObject({ planned: true, family: 1, holmP: of('c', 'a')?.p })
    expect(of('b', 'a')).toMatchObject({ planned: false, family: 2 })
    const [pair] = compareScores([a, b], { ...options, planned: [['a', 'b']] }).pairs
    expect(claimOf(pair, facts)).toMatch(/, the one pair that is said to be planned, 20 subjects/)
  })
})

describe('claimOf', () => {
  const pair = (x: typeof a, y: typeof a) => compareScores([x, y], options).pairs[0]

  test('a difference is claimed for people only where people were tested', () => {
    expect(claimOf(pair(a, b), facts)).toMatch(
      /^It may be claimed that b decodes people like these/,
    )
    expect(claimOf(pair(a, b), { ...facts, unit: 'run' })).toMatch(/of people never seen nothing/)
  })

  test('none is claimed where there is none, or too few were tested', () => {
    expect(claimOf(pair(b, c), facts)).toMatch(/^No difference .* a true difference below 0\.\d+/)
    const few = { S0: 0.9, S1: 0.9, S2: 0.9 }
    const other = { S0: 0.5, S1: 0.5, S2: 0.4 }
    const small = pair({ name: 'a', perGroup: few }, { name: 'b', perGroup: other })
    expect(claimOf(small, facts)).toMatch(/With so few subjects no difference/)
    const one = pair({ name: 'a', perGroup: { S0: 1 } }, { name: 'b', perGroup: { S0: 0 } })
    expect(claimOf(one, facts)).toMatch(/^Nothing may be claimed about a and b: only 1 subject/)
  })
})

describe('acrossSets', () => {
  test('two data sets together say more than each; opposite ones cancel', () => {
    const of = (seed: number, shift: number) =>
      compareScores(
        [
          { name: 'a', perGroup: scores(12, 0.6, seed) },
          { name: 'b', perGroup: scores(12, 0.6 + shift, seed + 1) },
        ],
        options,
      ).pairs
    const same = [
      { dataset: 'x', pairs: of(10, 0.03) },
      { dataset: 'y', pairs: of(30, 0.03) },
    ]
    const [together] = acrossSets(same)
    expect(together).toMatchObject({ better: 'b', other: 'a', datasets: ['x', 'y'] })
    expect(together.p).toBeLessThan(Math.min(...same.map(({ pairs }) => pairs[0].p)))
    const turned = (pairs: readonly Pair[]) =>
      pairs.map((one) => ({ ...one, better: one.other, other: one.better }))
    const [cancelled] = acrossSets([same[0], { dataset: 'z', pairs: turned(same[0].pairs) }])
    expect(cancelled.z).toBeCloseTo(0, 10)
    expect(cancelled.p).toBeCloseTo(1, 10)
    expect(acrossSets([same[0]])).toEqual([])
  })
})

describe('equals the references', () => {
  const { meta_analysis: meta, nemenyi } = comparisonGolden
  const named = (values: readonly number[]) =>
    Object.fromEntries(values.map((value, i) => [`S${i}`, value]))
  const pairOf = (x: readonly number[], y: readonly number[]) =>
    compareScores(
      [
        { name: 'a', perGroup: named(x) },
        { name: 'b', perGroup: named(y) },
      ],
      options,
    ).pairs[0]

  test.each(meta.sets)('p and standardised difference of MOABB: $dataset, $test', (set) => {
    const pair = pairOf(set.a, set.b)
    expect(pair.better).toBe('b')
    const p = set.test === 'flips' ? pair.p : pair.wilcoxonP
    expect(p / 2).toBeCloseTo(set.p, 10)
    // Hedges' correction is ours.
    const correction = 1 - 3 / (4 * (set.a.length - 1) - 1)
    expect(pair.effect / correction).toBeCloseTo(set.effect, 10)
  })

  test('data sets are combined as MOABB combines them', () => {
    const sets = meta.sets.map(({ dataset, a: x, b: y, p, effect }) => ({
      dataset,
      pairs: [{ ...pairOf(x, y), p: 2 * p, effect }],
    }))
    const [together] = acrossSets(sets)
    expect(together.p / 2).toBeCloseTo(meta.p, 10)
    expect(together.effect).toBeCloseTo(meta.effect, 10)
  })

  test.each(nemenyi)('cliques hold what Nemenyi cannot tell apart', ({ values, p }) => {
    const contestants = values[0].map((_, c) => ({
      name: String(c),
      perGroup: named(values.map((row) => row[c])),
    }))
    const cliques = compareScores(contestants, options).ranks?.cliques ?? []
    p.forEach((row, i) => {
      row.forEach((one, j) => {
        const together = cliques.some((all) => all.includes(`${i}`) && all.includes(`${j}`))
        if (i !== j) expect(together).toBe(one >= 0.05)
      })
    })
  })
})

describe('properties', () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 2,
    maxLength: 8,
  })

  test('the order in which two are given does not matter', () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const named = (list: number[]) => Object.fromEntries(list.map((v, i) => [`S${i}`, v]))
        const [first, second] = [
          { name: 'x', perGroup: named(x) },
          { name: 'y', perGroup: named(y) },
        ]
        const [there] = compareScores([first, second], options).pairs
        const [back] = compareScores([second, first], options).pairs
        expect(back.p).toBe(there.p)
        expect(Math.abs(back.difference)).toBeCloseTo(Math.abs(there.difference), 12)
      }),
      { seed: 1, numRuns: 30 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/kernels/random.ts'

const draw = (seed: number, n: number, of: 'uniform' | 'normal') => {
  const stream = random(seed)
  return Float64Array.from({ length: n }, () => stream[of]())
}
const mean = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0) / x.length
const moment = (x: Float64Array, power: number) => mean(x.map((v) => v ** power))

describe('random', () => {
  test('a seed gives the same numbers for ever', () => {
    expect(Array.from(draw(0, 3, 'uniform'))).toEqual(Array.from(draw(0, 3, 'uniform')))
    expect(Array.from(draw(7, 4, 'uniform'), (u) => u * 2 ** 32)).toEqual([
      3804821765, 2417604344, 282025378, 486706549,
    ])
  })

  test('uniform numbers fill [0, 1) evenly', () => {
    const x = draw(1, 100_000, 'uniform')
    expect(Math.min(...x.subarray(0, 50_000))).toBeGreaterThanOrEqual(0)
    expect(x.every((u) => u >= 0 && u < 1)).toBe(true)
    // Standard error of the mean of n uniform numbers: 1 / sqrt(12 n) = 0.0009; five of them.
    expect(Math.abs(mean(x) - 0.5)).toBeLessThan(0.0046)
    const counts = new Float64Array(16)
    for (const u of x) counts[Math.floor(u * 16)]++
    const chiSquare = counts.reduce((sum, n) => sum + (n - 6250) ** 2 / 6250, 0)
    expect(chiSquare).toBeLessThan(44.3) // P = 0.0001 with 15 degrees of freedom
  })

  test('normal numbers have the moments of the normal distribution', () => {
    const x = draw(2, 100_000, 'normal')
    expect(Math.abs(mean(x))).toBeLessThan(0.016)
    expect(Math.abs(moment(x, 2) - 1)).toBeLessThan(0.023)
    expect(Math.abs(moment(x, 3))).toBeLessThan(0.062)
    expect(Math.abs(moment(x, 4) - 3)).toBeLessThan(0.16)
  })

  test('streams of neighbouring and of very large seeds differ', () => {
    const firsts = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 40].map((seed) => random(seed).uniform())
    expect(new Set(firsts).size).toBe(firsts.length)
  })
})

describe('properties', () => {
  const setting = { seed: 1, numRuns: 50 }

  test('integers stay below their bound', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, below) => {
        const drawn = random(seed).integer(below)
        return Number.isInteger(drawn) && drawn >= 0 && drawn < below
      }),
      setting,
    )
  })

  test('a shuffle keeps every item', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, items) => {
        const shuffled = random(seed).shuffle([...items])
        expect(shuffled.sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b))
      }),
      setting,
    )
  })

  test('neighbouring seeds give uncorrelated streams', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [a, b] = [draw(seed, 2000, 'uniform'), draw(seed + 1, 2000, 'uniform')]
        const product = mean(a.map((u, i) => (u - 0.5) * (b[i] - 0.5))) * 12
        // Standard error of a correlation of 2000 pairs: 0.022; five of them.
        return Math.abs(product) < 0.112
      }),
      setting,
    )
  })
})

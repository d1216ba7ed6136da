import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { handsOf, newSeats } from '../../src/execution/hands.ts'
import { lendHands } from '../../src/kernels/crew.ts'
import { picard } from '../../src/kernels/picard.ts'
import { descend } from '../../src/kernels/picard-descent.ts'
import { withSourceScores } from '../../src/kernels/source-scores.ts'
import { times, transposed } from '../linalg-golden.ts'
import { purity, separationCase } from './separation-cases.ts'

afterEach(() => lendHands(undefined))

describe('picard', () => {
  test('refuses signals of another shape', () => {
    expect(() => picard(new Float64Array(7), 2)).toThrow(RangeError)
  })

  test('says when it did not get to the end', () => {
    const { whitened } = separationCase(3, 500, 1)
    const found = picard(whitened, 3, { maxIterations: 1 })
    expect([found.iterations, found.converged]).toEqual([1, false])
  })

  describe('of long signals, whose steps are found on a part of them', () => {
    const [rows, samples] = [4, 40_000]
    const { whitened, mixing } = separationCase(rows, samples, 3)

    test('ends where steps over all samples end', () => {
      const covariance = times(whitened, transposed(whitened, rows), rows).map((v) => v / samples)
      const start = Float64Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0))
      const plain = withSourceScores(whitened, rows, (sums) =>
        descend({ rows, sums, covariance }, { start, maxIterations: 200, tolerance: 1e-9 }),
      )
      const found = picard(whitened, rows, { tolerance: 1e-9 })
      expect([found.converged, plain.converged]).toEqual([true, true])
      expect(purity(found.unmixing, mixing, rows)).toBeGreaterThan(5)
      expect([...found.unmixing]).toEqual(Array.from(plain.unmixing, (v) => expect.closeTo(v, 7)))
    })

    test.each([2, 16])('gives the same bytes on %i threads as alone', (threads) => {
      const alone = picard(whitened, rows)
      lendHands(handsOf(newSeats(threads)))
      expect(picard(whitened, rows)).toEqual(alone)
    })

    test('counts all steps against the most there may be', () => {
      const found = picard(whitened, rows, { maxIterations: 5 })
      expect([found.iterations, found.converged]).toEqual([5, false])
    })
  })

  test('property: separates heavy from light tails, the same bytes each time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
        const { whitened, mixing } = separationCase(n, 3000, seed)
        const { unmixing } = picard(whitened, n)
        expect(purity(unmixing, mixing, n)).toBeGreaterThan(5)
        expect(picard(whitened, n).unmixing).toEqual(unmixing)
      }),
      { seed: 1, numRuns: 5 },
    )
  })
})

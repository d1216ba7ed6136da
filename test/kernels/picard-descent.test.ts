import { describe, expect, test } from 'vitest'
import { derivatives, descend, type Likelihood } from '../../src/kernels/picard-descent.ts'
import { withSourceScores } from '../../src/kernels/source-scores.ts'
import { times, transposed } from '../linalg-golden.ts'
import { purity, separationCase } from './separation-cases.ts'

const rows = 3
const identity = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1)

function withLikelihood<T>(x: Float64Array, work: (likelihood: Likelihood) => T): T {
  const covariance = times(x, transposed(x, rows), rows).map((v) => (v * rows) / x.length)
  return withSourceScores(x, rows, (sums) => work({ rows, sums, covariance }))
}

describe('descent of the likelihood', () => {
  const { whitened, mixing } = separationCase(rows, 4000, 2)

  test('ends where the gradient is small, and says after how many steps', () => {
    const options = { start: identity, maxIterations: 100, tolerance: 1e-8 }
    const [found, left] = withLikelihood(whitened, (likelihood) => {
      const { unmixing, iterations, converged } = descend(likelihood, options)
      expect(converged && iterations < 60).toBe(true)
      const scores = likelihood.sums.scoresOf(unmixing, false)
      return [unmixing, derivatives(likelihood, { unmixing, scores }).gradient]
    })
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(1e-8)
    expect(purity(found, mixing, rows)).toBeGreaterThan(5)
  })

  test('ends at the same place whatever positive solver gives its directions', () => {
    const options = { start: identity, maxIterations: 300, tolerance: 1e-10 }
    const [a, b] = withLikelihood(whitened, (likelihood) => [
      descend(likelihood, options),
      descend(likelihood, { ...options, solverAt: () => (g) => g.map((v) => 0.7 * v) }),
    ])
    expect([a.converged, b.converged]).toEqual([true, true])
    expect(Array.from(b.unmixing)).toEqual(Array.from(a.unmixing, (v) => expect.closeTo(v, 7)))
  })

  test('tells heavy from light tails by signs, unless they are given', () => {
    const { signs, given } = withLikelihood(whitened, (likelihood) => {
      const { unmixing } = descend(likelihood, {
        ...{ start: identity, maxIterations: 100, tolerance: 1e-6 },
      })
      const at = { unmixing, scores: likelihood.sums.scoresOf(unmixing, true) }
      const fixed = Float64Array.of(-1, -1, -1)
      return { ...derivatives(likelihood, at), given: derivatives(likelihood, at, fixed).signs }
    })
    expect([...signs].sort()).toEqual([-1, 1, 1])
    expect([...given]).toEqual([-1, -1, -1])
  })
})

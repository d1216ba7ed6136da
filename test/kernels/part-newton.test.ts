import { describe, expect, test } from 'vitest'
import { type PartLikelihood, partNewton } from '../../src/kernels/part-newton.ts'
import { derivatives, descend } from '../../src/kernels/picard-descent.ts'
import { withSourceScores } from '../../src/kernels/source-scores.ts'
import { times, transposed } from '../linalg-golden.ts'
import { separationCase } from './separation-cases.ts'

const rows = 4
const size = rows * rows
const identity = Float64Array.from({ length: size }, (_, i) => (i % (rows + 1) === 0 ? 1 : 0))

function withLikelihood<T>(x: Float64Array, work: (likelihood: PartLikelihood) => T): T {
  const covariance = times(x, transposed(x, rows), rows).map((v) => (v * rows) / x.length)
  const options = { partEvery: 1 }
  return withSourceScores(x, rows, (_, sums) => work({ rows, sums, covariance }), options)
}

/** (1 + a) b */
function moved(a: Float64Array, b: Float64Array): Float64Array {
  return times(a, b, rows).map((v, i) => v + b[i])
}

describe('steps by the curvature of a part', () => {
  const { whitened } = separationCase(rows, 5000, 4)
  const near = Float64Array.from({ length: size }, (_, i) => 0.01 * Math.sin(i))

  test('shrink the gradient near the optimum, the share of a half or more each time', () => {
    withLikelihood(whitened, (likelihood) => {
      const options = { start: identity, maxIterations: 200, tolerance: 1e-9 }
      let unmixing = moved(near, descend(likelihood, options).unmixing)
      let last = Number.POSITIVE_INFINITY
      for (let n = 0; n < 8; n++) {
        const scores = likelihood.sums.scoresOf(unmixing, false)
        const { gradient, signs } = derivatives(likelihood, { unmixing, scores })
        expect(Math.hypot(...gradient)).toBeLessThan(0.6 * last)
        last = Math.hypot(...gradient)
        const step = partNewton(likelihood)(unmixing, signs)(gradient)
        unmixing = moved(
          step.map((v) => -v),
          unmixing,
        )
      }
    })
  })

  test('are those of the blocks where the curvature is not positive', () => {
    const direction = withLikelihood(whitened, (likelihood) => {
      const flat = new Float64Array(size).map((_, i) => (i % (rows + 1) === 0 ? 0.01 : 0))
      return partNewton(likelihood)(flat, Float64Array.of(-1, -1, -1, -1))(near)
    })
    expect(direction.every(Number.isFinite)).toBe(true)
  })
})

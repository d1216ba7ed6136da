import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logCoshScores } from '../../src/kernels/log-cosh-scores.ts'
import { type SourceSums, withSourceScores } from '../../src/kernels/source-scores.ts'
import { expectClose } from '../close.ts'
import { normals, times, transposed } from '../linalg-golden.ts'

/** The same by plain sums. */
function plainly(x: Float64Array, rows: number, w: Float64Array) {
  const y = times(w, x, rows)
  const samples = y.length / rows
  const { score, slope, loss } = logCoshScores(y, rows)
  const mean = (sum: Float64Array) => sum.map((v) => v / samples)
  const bent = score.map((s) => 1 - s * s)
  const squares = y.map((v) => v * v)
  return {
    products: mean(times(score, transposed(y, rows), rows)),
    curves: mean(times(bent, transposed(squares, rows), rows)),
    slopes: slope,
    losses: loss,
  }
}

describe('scores of sources', () => {
  test.each([
    [1, 5],
    [3, 64],
    [5, 200],
    [18, 1000],
  ])('of %i signals of %i samples are those of plain sums', (rows, samples) => {
    const [x, w] = [normals(rows * samples, 1), normals(rows * rows, 2)]
    const found = withSourceScores(x, rows, ({ scoresOf }) => scoresOf(w, true))
    const expected = plainly(x, rows, w)
    const tolerance = { relative: 1e-13, why: 'the order of sums, and another exponential' }
    expectClose(found.products, expected.products, tolerance)
    expectClose(found.curves, expected.curves, tolerance)
    expectClose(found.slopes, expected.slopes, tolerance)
    expectClose(found.losses, expected.losses, tolerance)
  })

  test('of large and tiny sources are exact at both ends', () => {
    const x = Float64Array.of(0, 1e-12, -1e-3, 3, -40, 1e4)
    const found = withSourceScores(x, 1, ({ scoresOf }) => scoresOf(Float64Array.of(1), true))
    const expected = plainly(x, 1, Float64Array.of(1))
    expectClose(found.losses, expected.losses, { relative: 1e-15, why: 'rounding' })
    expectClose(found.products, expected.products, { relative: 1e-15, why: 'rounding' })
  })

  test.each([
    [5, 200, 2],
    [3, 641, 5],
    [6, 5000, 3],
  ])('of %i signals of %i samples, over one of %i samples', (rows, samples, every) => {
    const [x, w] = [normals(rows * samples, 1), normals(rows * rows, 2)]
    const count = Math.floor(samples / every)
    const golden = (Math.sqrt(5) - 1) / 2
    const part = Float64Array.from({ length: rows * count }, (_, i) => {
      const [r, t] = [Math.floor(i / count), i % count]
      return x[r * samples + t * every + Math.floor(((t * golden) % 1) * every)]
    })
    const take = ({ scoresOf, lossesOf }: SourceSums) => ({
      ...scoresOf(w, true),
      losses: lossesOf(w),
    })
    const found = withSourceScores(x, rows, (_, sums) => take(sums), { partEvery: every })
    expect(found).toEqual(withSourceScores(part, rows, take))
  })

  test('of directions: the mean of slope, turned source and source', () => {
    const [rows, samples] = [3, 3000]
    const [x, w, v] = [normals(rows * samples, 1), normals(9, 2), normals(9, 3)]
    const found = withSourceScores(x, rows, (_, part) => part.turnsOf(w)(v), { partEvery: 1 })
    const [y, z] = [times(w, x, rows), times(v, x, rows)]
    const bent = z.map((value, i) => (1 - Math.tanh(y[i]) ** 2) * value)
    const expected = times(bent, transposed(y, rows), rows).map((sum) => sum / samples)
    expectClose(found, expected, { relative: 1e-12, why: 'the order of sums' })
  })

  test('without curves have zeros in their place, and the rest to the bit', () => {
    const [x, w] = [normals(4 * 2000, 1), normals(16, 2)]
    const both = withSourceScores(x, 4, ({ scoresOf }) => [scoresOf(w, true), scoresOf(w, false)])
    expect(both[1]).toEqual({ ...both[0], curves: new Float64Array(16) })
  })

  test('refuses signals of another shape', () => {
    expect(() => withSourceScores(new Float64Array(7), 2, () => 0)).toThrow(RangeError)
  })

  test('property: piece by piece they are the same', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 }))
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5000 }), ([rows, samples], largest) => {
        const [x, w] = [normals(rows * samples, samples), normals(rows * rows, rows)]
        const whole = withSourceScores(x, rows, ({ scoresOf }) => scoresOf(w, true))
        const pieces = withSourceScores(x, rows, ({ scoresOf }) => scoresOf(w, true), { largest })
        expect(pieces).toEqual(whole)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearPatterns } from '../../src/kernels/linear-patterns.ts'
import { expectClose } from '../close.ts'
import { figuresGolden, rough } from '../figures-golden.ts'
import { normals } from '../linalg-golden.ts'

test('the pattern of a weight that cancels noise is the signal alone', () => {
  const [signal, noise] = [normals(4000, 1), normals(4000, 2)]
  const x = new Float64Array(8000)
  for (let r = 0; r < 4000; r++) {
    x[2 * r] = signal[r] + noise[r]
    x[2 * r + 1] = noise[r]
  }
  const pattern = linearPatterns(x, 4000, Float64Array.of(1, -1))
  expectClose(pattern, [1, 0], { absolute: 0.05, why: 'signal and noise go together by chance' })
})

test('a score that does not vary has no pattern', () => {
  expect([...linearPatterns(Float64Array.of(1, 2, 1, 3), 2, Float64Array.of(1, 0))]).toEqual([
    NaN,
    NaN,
  ])
})

test('are the patterns of LinearModel in MNE over the variance of the score', () => {
  const x = rough(200, 7)
  for (let r = 0; r < 40; r++) x[5 * r + 1] += 2 * x[5 * r]
  const { filters, patterns } = figuresGolden.patterns
  const found = linearPatterns(x, 40, Float64Array.from(filters))
  const scores = Array.from({ length: 40 }, (_, r) =>
    filters.reduce((sum, w, d) => sum + w * x[5 * r + d], 0),
  )
  const mean = scores.reduce((sum, s) => sum + s, 0) / 40
  const variance = scores.reduce((sum, s) => sum + (s - mean) ** 2, 0) / 39
  const scaled = found.map((v) => v * variance)
  expectClose(scaled, patterns, { relative: 1e-9, why: 'order of sums' })
})

describe('properties', () => {
  test('a shift of a feature changes nothing, weights divide the pattern', () => {
    const some = fc.double({ min: 0.1, max: 9, noNaN: true })
    fc.assert(
      fc.property(some, some, (shift, factor) => {
        const x = rough(60, 4)
        const weights = rough(6, 8)
        const plain = linearPatterns(x, 20, weights)
        const moved = linearPatterns(
          x.map((v, i) => v + (i % 3 === 1 ? shift : 0)),
          20,
          weights.map((w) => factor * w),
        )
        const expected = plain.map((v) => v / factor)
        expectClose(moved, expected, { relative: 1e-9, absolute: 1e-9, why: 'rounding' })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

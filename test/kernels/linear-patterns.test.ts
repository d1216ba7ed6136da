import { expect, test } from 'vitest'
import { linearPatterns } from '../../src/kernels/linear-patterns.ts'
import { expectClose } from '../close.ts'
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

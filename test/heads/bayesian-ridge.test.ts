import { expect, test } from 'vitest'
import { bayesianRidge } from '../../src/heads/bayesian-ridge.ts'
import { expectClose } from '../close.ts'
import { headsData, headsGolden, matrix } from '../heads-golden.ts'

interface Case {
  data: string
  penalty: number
  noiseSd: number
  scores: number[]
  deviations: number[]
}
const golden = headsGolden<Case[]>('bayesian-ridge.json')
const how = { relative: 1e-6, why: 'one fixed point; both stop shortly before it' }

test.each(golden)('$data equals scikit-learn, with its standard deviations', (one) => {
  const { x, numbers, test: rows } = headsData(one.data)
  const fitted = bayesianRidge.fit(x, numbers, {}, 0)
  expectClose([Number(fitted.facts?.noiseSd)], [one.noiseSd], how)
  expectClose([Number(fitted.facts?.penalty)], [one.penalty], how)
  expectClose(fitted.predict(rows), one.scores, how)
  expectClose(fitted.deviations?.(rows) ?? [], one.deviations, how)
})

test('it says how sure it is; a NaN and a single row are failures', () => {
  expect(bayesianRidge.isSure?.({})).toBe(true)
  const fitting = (x: number[], y: number[]) => () =>
    bayesianRidge.fit(matrix(x, 1), { y: Float64Array.from(y), classes: 0 }, {}, 0)
  expect(fitting([1, Number.NaN], [1, 2])).toThrow(/non-finite/)
  expect(fitting([1, 2], [1, Number.NaN])).toThrow(/non-finite/)
  expect(fitting([1], [1])).toThrow(/length-mismatch/)
})

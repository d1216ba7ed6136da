import { expect, test } from 'vitest'
import { logistic } from '../../src/heads/logistic.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsData, headsGolden, matrix } from '../heads-golden.ts'

interface Case {
  data: string
  options: object
  scores: number[]
}

test.each(headsGolden<Case[]>('logistic.json'))('$data $options equals scikit-learn', (golden) => {
  const { x, labels, test } = headsData(golden.data)
  const scores = fitPredict(logistic, golden.options, { x, labels }, test)
  const why = 'one optimum of a convex loss, both fits end near it'
  expectClose(scores, golden.scores, { absolute: 1e-8, why })
})

test('a fit that is given too few steps fails', () => {
  const { x, labels, test } = headsData('two')
  const options = { maxIterations: 1 }
  expect(() => fitPredict(logistic, options, { x, labels }, test)).toThrow(/not-converged/)
})

test('a class without rows has probability 0', () => {
  const x = matrix([0, 1, 2, 3], 1)
  const labels = { y: Float64Array.of(0, 2, 0, 2), classes: 3 }
  const scores = fitPredict(logistic, {}, { x, labels }, x)
  expect([scores[1], scores[4]]).toEqual([0, 0])
  expect(scores[0] + scores[2]).toBeCloseTo(1, 12)
})

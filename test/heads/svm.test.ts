import { expect, test } from 'vitest'
import { svm } from '../../src/heads/svm.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsData, headsGolden } from '../heads-golden.ts'

interface Case {
  data: string
  options: object
  scores: number[]
}

test.each(headsGolden<Case[]>('svm.json'))('$data $options equals scikit-learn', (golden) => {
  const { x, labels, test } = headsData(golden.data)
  const scores = fitPredict(svm, golden.options, { x, labels }, test)
  const why = 'one optimum of a convex loss; coordinate descent ends within tol=1e-11'
  expectClose(scores, golden.scores, { relative: 1e-6, why })
})

test('a fit that is given too few steps fails', () => {
  const { x, labels, test } = headsData('two')
  const options = { maxIterations: 1 }
  expect(() => fitPredict(svm, options, { x, labels }, test)).toThrow(/not-converged/)
})

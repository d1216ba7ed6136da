import { expect, test } from 'vitest'
import { lda } from '../../src/heads/lda.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsData, headsGolden, matrix } from '../heads-golden.ts'

interface Case {
  data: string
  options: { shrinkage: unknown }
  scores: number[]
}

test.each(headsGolden<Case[]>('lda.json'))('$data $options equals scikit-learn', (golden) => {
  const { x, labels, test } = headsData(golden.data)
  const scores = fitPredict(lda, golden.options, { x, labels }, test)
  const why = 'the same equations; a condition number of 1e13 loses digits'
  const absolute = golden.data === 'ill' ? 1e-6 : 1e-9
  expectClose(scores, golden.scores, { absolute, why })
})

test('more features than rows without shrinkage are decoded on their range', () => {
  const { x, labels } = headsData('wide')
  const scores = fitPredict(lda, { shrinkage: 'none' }, { x, labels }, x)
  for (let r = 0; r < x.rows; r++) {
    const row = [...scores.subarray(3 * r, 3 * r + 3)]
    expect(row.every(Number.isFinite)).toBe(true)
  }
})

test('the shrinkage that was used is a fact', () => {
  const x = matrix([0, 1, 5, 6], 1)
  const labels = { y: Float64Array.of(0, 0, 1, 1), classes: 2 }
  const fitted = lda.fit(x, labels, lda.options.parse({ shrinkage: 0.5 }), 0)
  expect(fitted.facts).toEqual({ shrinkage: 0.5 })
})

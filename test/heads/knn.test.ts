import { describe, expect, test } from 'vitest'
import { knn } from '../../src/heads/knn.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsData, headsGolden, matrix } from '../heads-golden.ts'

interface Case {
  data: string
  options: object
  scores: number[]
  numbers: number[]
}

const why = 'distances by the same formula'

describe.each(headsGolden<Case[]>('knn.json'))('$data $options', (golden) => {
  const { x, labels, numbers, test: asked } = headsData(golden.data)

  test('shares of classes equal scikit-learn', () => {
    const scores = fitPredict(knn, golden.options, { x, labels }, asked)
    expectClose(scores, golden.scores, { relative: 1e-9, why })
  })

  test('means of numbers equal scikit-learn', () => {
    const scores = fitPredict(knn, golden.options, { x, labels: numbers }, asked)
    expectClose(scores, golden.numbers, { relative: 1e-9, why })
  })
})

describe('knn', () => {
  test('rows as near as the last all count', () => {
    const x = matrix([1, 0, -1, 0, 0, 1], 2)
    const labels = { y: Float64Array.of(0, 1, 1), classes: 2 }
    const scores = fitPredict(knn, { k: 1, metric: 'euclid' }, { x, labels }, matrix([0, 0], 2))
    expectClose(scores, [1 / 3, 2 / 3], { absolute: 1e-15, why: 'three rows count' })
  })

  test('a row that is met outweighs all others', () => {
    const x = matrix([0, 1, 2], 1)
    const labels = { y: Float64Array.of(5, 7, 9), classes: 0 }
    const options = { k: 2, metric: 'euclid', weights: 'distance' }
    expect([...fitPredict(knn, options, { x, labels }, matrix([1, 1.5], 1))]).toEqual([7, 8])
  })
})

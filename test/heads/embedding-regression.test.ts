import { describe, expect, test } from 'vitest'
import { embeddingRegression } from '../../src/heads/embedding-regression.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsData, headsGolden } from '../heads-golden.ts'

interface Case {
  data: string
  y: number[]
  alphas: number[]
  scores: number[]
}
const { vectors } = headsGolden<{ vectors: Case[] }>('ridge.json')

describe.each(vectors)('$data', (golden) => {
  const { x, test: asked } = headsData(golden.data)
  const labels = { y: Float64Array.from(golden.y), classes: 0 }

  test('equals scikit-learn with a penalty for each target', () => {
    const options = embeddingRegression.options.parse({ renormalise: false })
    const { predict, facts } = embeddingRegression.fit(x, labels, options, 0)
    const why = 'the same equations by another decomposition'
    expectClose(predict(asked), golden.scores, { relative: 1e-8, why })
    expect(facts?.alphaLow).toBeCloseTo(Math.min(...golden.alphas), 12)
    expect(facts?.alphaHigh).toBeCloseTo(Math.max(...golden.alphas), 12)
  })

  test('renormalised, training rows have the mean and deviation of the vectors', () => {
    const found = fitPredict(embeddingRegression, {}, { x, labels }, x)
    for (let q = 0; q < 3; q++) {
      const column = (values: Float64Array) => values.filter((_, i) => i % 3 === q)
      expect(moments(column(found))[0]).toBeCloseTo(moments(column(labels.y))[0], 9)
      expect(moments(column(found))[1]).toBeCloseTo(moments(column(labels.y))[1], 9)
    }
  })
})

function moments(values: Float64Array): [number, number] {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0)
  return [mean, Math.sqrt(squares / values.length)]
}

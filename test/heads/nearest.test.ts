import { expect, test } from 'vitest'
import { nearest } from '../../src/heads/nearest.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsData, headsGolden } from '../heads-golden.ts'

interface Case {
  data: string
  scores: number[]
  predicted: number[]
}

test.each(headsGolden<Case[]>('nearest.json'))('$data equals scikit-learn', (golden) => {
  const { x, labels, test } = headsData(golden.data)
  const scores = fitPredict(nearest, {}, { x, labels }, test)
  expectClose(scores, golden.scores, { relative: 1e-12, why: 'the same sums' })
  const best = golden.predicted.map((_, r) => {
    const row = [...scores.subarray(r * labels.classes, (r + 1) * labels.classes)]
    return row.indexOf(Math.max(...row))
  })
  expect(best).toEqual(golden.predicted)
})

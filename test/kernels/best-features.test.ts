import { expect, test } from 'vitest'
import { bestCount, bestPercent } from '../../src/kernels/best-features.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Case {
  rows: number
  cols: number
  anova: number[]
  percent: Record<string, number[]>
  count: Record<string, number[]>
}

test.each(fmriGolden<Case[]>('select.json'))('$rows x $cols: as scikit-learn chooses', (golden) => {
  const scores = Float64Array.from(golden.anova)
  for (const [percent, kept] of Object.entries(golden.percent)) {
    expect([...bestPercent(scores, Number(percent))]).toEqual(kept)
  }
  for (const [count, kept] of Object.entries(golden.count)) {
    expect([...bestCount(scores, Number(count))]).toEqual(kept)
  }
})

test('NaN is worst, and of ties only so many are kept', () => {
  expect([...bestPercent(Float64Array.of(NaN, 1, 1, 1), 50)]).toEqual([1, 2])
  expect([...bestCount(Float64Array.of(NaN, 1, 2), 2)]).toEqual([1, 2])
  expect([...bestCount(Float64Array.of(5, 4), 9)]).toEqual([0, 1])
})

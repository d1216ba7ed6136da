import { describe, expect, test } from 'vitest'
import { mdm } from '../../src/heads/mdm.ts'
import { expectClose } from '../close.ts'
import { fitPredict, headsGolden, matrix } from '../heads-golden.ts'

interface Golden {
  size: number
  x: number[]
  y: number[]
  test: number[]
  cases: { metric: string; scale: number; scores: number[] }[]
}
const golden = headsGolden<Golden>('mdm.json')
const labels = { y: Float64Array.from(golden.y), classes: 3 }

describe('matrices', () => {
  test.each(golden.cases)('$metric equals pyRiemann', ({ metric, scale, scores }) => {
    const part = (values: number[]) =>
      matrix(
        values.map((v) => v / scale),
        golden.size ** 2,
      )
    const x = part(golden.x)
    const why = 'the reference ends its iteration for the mean at 1e-8'
    const found = fitPredict(mdm, { metric }, { x, labels }, part(golden.test))
    expectClose(found, scores, { absolute: 1e-6, why })
  })

  test('one that is not positive definite is refused, in training and later', () => {
    const bad = matrix([...golden.x.slice(16), ...golden.x.slice(0, 16).map((v) => -v)], 16)
    const x = matrix(golden.x, 16)
    const fitted = (rows: typeof x) => mdm.fit(rows, labels, mdm.options.parse({}), 0)
    expect(() => fitted(bad)).toThrow(/rank-deficient.*row 29/)
    expect(() => fitted(x).predict(bad)).toThrow(/rank-deficient/)
    expect(() => fitted(matrix(golden.x, 10))).toThrow(/length-mismatch/)
  })
})

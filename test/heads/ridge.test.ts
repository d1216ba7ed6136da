import { describe, expect, test } from 'vitest'
import { ridge } from '../../src/heads/ridge.ts'
import { expectClose } from '../close.ts'
import { headsData, headsGolden, matrix } from '../heads-golden.ts'

interface Case {
  data: string
  alpha: number
  error: number
  scores: number[]
}
const golden = headsGolden<{ numbers: Case[]; classes: Case[] }>('ridge.json')
const why = 'the same equations by another decomposition; ill conditioned data lose digits'

describe.each(['numbers', 'classes'] as const)('%s', (target) => {
  test.each(golden[target])('$data equals scikit-learn', ({ data, alpha, error, scores }) => {
    const made = headsData(data)
    const labels = target === 'numbers' ? made.numbers : made.labels
    const fitted = ridge.fit(made.x, labels, ridge.options.parse({}), 0)
    expect(fitted.facts?.alpha).toBeCloseTo(alpha, 12)
    expectClose([Number(fitted.facts?.looError)], [error], { relative: 1e-9, why })
    expectClose(fitted.predict(made.test), scores, { relative: 1e-9, why })
  })
})

test('one penalty may be given; numbers must be finite and more than one', () => {
  const x = matrix([0, 1, 2], 1)
  const labels = { y: Float64Array.of(0, 1, 2), classes: 0 }
  const one = ridge.fit(x, labels, ridge.options.parse({ alpha: 2 }), 0)
  expectClose(one.predict(x), [0.5, 1, 1.5], { absolute: 1e-12, why: 'rounding' })
  const bad = { y: Float64Array.of(0, NaN, 2), classes: 0 }
  expect(() => ridge.fit(x, bad, ridge.options.parse({}), 0)).toThrow(/non-finite/)
  const single = { y: Float64Array.of(1), classes: 0 }
  const fit = () => ridge.fit(matrix([1], 1), single, ridge.options.parse({}), 0)
  expect(fit).toThrow(/length-mismatch/)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { autoregression, autoregressionOrder } from '../../src/kernels/autoregression.ts'
import { expectClose } from '../close.ts'
import { directedGolden, directedInput } from '../directed-golden.ts'
import { signalInput } from '../signal-golden.ts'

const close = { relative: 1e-8, why: 'normal equations instead of an orthogonal decomposition' }

describe('autoregression', () => {
  test('equals statsmodels', () => {
    const { weights, residual } = autoregression(directedInput, 3, directedGolden.order)
    expectClose(weights, directedGolden.weights, close)
    expectClose(residual, directedGolden.residual, close)
  })

  test.each(['aic', 'bic'] as const)('the order by %s equals statsmodels', (criterion) => {
    const order = autoregressionOrder(directedInput, 3, { most: 8, criterion })
    expect(order).toBe(directedGolden.orders[criterion])
  })

  test('a channel that is the sum of others, and too few samples, are refused', () => {
    const x = signalInput(3, 100)
    for (let t = 0; t < 100; t++) x[200 + t] = x[t] + x[100 + t]
    expect(() => autoregression(x, 3, 2)).toThrow(RangeError)
    expect(() => autoregression(signalInput(3, 12), 3, 3)).toThrow(RangeError)
  })
})

describe('properties', () => {
  test('units of the channels change weights between them by their ratio alone', () => {
    const law = fc.property(fc.integer({ min: -8, max: 8 }), (power) => {
      const by = 2 ** power
      const scaled = directedInput.map((value, i) => (i < 400 ? value * by : value))
      const [a, b] = [autoregression(directedInput, 3, 2), autoregression(scaled, 3, 2)]
      expectClose([b.weights[0], b.weights[1] / by], [a.weights[0], a.weights[1]], close)
      expectClose([b.residual[0] / by ** 2], [a.residual[0]], close)
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

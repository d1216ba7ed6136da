import { describe, expect, test } from 'vitest'
import type { Matrix } from '../../src/head.ts'
import { modelAnswer } from '../../src/heads/model-answer.ts'
import { expectClose } from '../close.ts'
import { matrix } from '../heads-golden.ts'

const names = ['mean0', 'mean1', 'variance0', 'variance1']
const x: Matrix = { ...matrix([1, 2, 0.25, 4, 3, 5, 1, 9], 4), names }
const labels = { y: Float64Array.of(2, 3), classes: 0 }
const fitted = (options: object, of = x) =>
  modelAnswer.fit(of, labels, modelAnswer.options.parse(options), 0)

describe('modelAnswer', () => {
  test('the named feature is the answer, the root of the other its standard deviation', () => {
    const head = fitted({ value: 'mean1', variance: 'variance1' })
    expect([...head.predict(x)]).toEqual([2, 5])
    expect([...(head.deviations?.(x) ?? [])]).toEqual([2, 3])
  })

  test('one feature needs no name, and without a variance nothing is said of doubt', () => {
    const head = fitted({}, matrix([4, 5], 1))
    expect([...head.predict(matrix([6], 1))]).toEqual([6])
    expect(head.deviations).toBeUndefined()
    expect(modelAnswer.isSure?.(modelAnswer.options.parse({}))).toBe(false)
  })

  test('noise of the training rows is what their errors have beyond the variances', () => {
    const errors = ((2 - 1) ** 2 - 0.25 + (3 - 3) ** 2 - 1) / 2
    const small = fitted({ value: 'mean0', variance: 'variance0', noise: 'training' })
    expect(errors).toBeLessThan(0)
    expect(small.facts).toEqual({ noiseSd: 0 })
    const alone = fitted({ value: 'mean0', noise: 'training' })
    expectClose(alone.deviations?.(x) ?? [], [Math.sqrt(0.5), Math.sqrt(0.5)], {
      absolute: 1e-12,
      why: 'rounding',
    })
  })

  test('a feature that is not there and a variance below 0 are failures with the remedy', () => {
    expect(() => fitted({ value: 'mean2' })).toThrow(/stage-options/)
    expect(() => fitted({})).toThrow(/name of the feature that is the answer/)
    const odd = { ...matrix([1, -1], 2), names: ['mean0', 'variance0'] }
    const head = fitted({ value: 'mean0', variance: 'variance0' }, odd)
    expect(() => head.deviations?.(odd)).toThrow(/stage-options/)
  })
})

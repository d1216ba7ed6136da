import { describe, expect, test } from 'vitest'
import { logRules } from '../../src/kernels/log-rules.ts'

interface Rule {
  condition: number
  nodes: Float64Array
  weights: Float64Array
}

function rulesOf(all: Float64Array): Rule[] {
  const rules: Rule[] = []
  for (let at = 0; all[at] > 0; ) {
    const [condition, count] = all.subarray(at, at + 2)
    const nodes = all.subarray(at + 2, at + 2 + count)
    rules.push({ condition, nodes, weights: all.subarray(at + 2 + count, at + 2 + 2 * count) })
    at += 2 + 2 * count
  }
  return rules
}

function logBy({ nodes, weights }: Rule, x: number): number {
  let sum = 0
  nodes.forEach((node, k) => {
    sum += weights[k] * (1 / (1 + node) - 1 / (x + node))
  })
  return sum
}

const rules = rulesOf(logRules())

test('larger conditions come later and need more nodes, four at a time', () => {
  expect(rules.map(({ condition }) => condition)).toEqual([150, 5e3, 1.5e6, 1.5e9, 1e24])
  expect(rules.map(({ nodes }) => nodes.length)).toEqual([28, 40, 64, 96, 256])
})

test('ends with a 0, and is made once', () => {
  expect(logRules().at(-1)).toBe(0)
  expect(logRules()).toBe(logRules())
})

describe('properties', () => {
  test.each(rules)('to condition $condition the sum is the logarithm', (rule) => {
    const most = Math.log(2 * rule.condition) / 2
    for (let i = -100; i <= 100; i++) {
      const expected = (most * i) / 100
      const apart = Math.abs(logBy(rule, Math.exp(expected)) - expected)
      expect(apart).toBeLessThan(4e-15 * Math.max(1, most))
    }
  })

  test('nodes and weights are above 0', () => {
    const all = rules.flatMap(({ nodes, weights }) => [...nodes, ...weights])
    expect(all.every((value) => value > 0)).toBe(true)
  })
})

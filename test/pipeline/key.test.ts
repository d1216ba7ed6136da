import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, contentKey, seedOf } from '../../src/pipeline/key.ts'

test('keys are sorted and undefined members left out', () => {
  expect(canonicalJson({ b: 1, a: [{ d: undefined, c: 'x' }] })).toBe('{"a":[{"c":"x"}],"b":1}')
})

test('a number without a JSON form is refused', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError)
})

test('a key depends on stage, version, options and inputs, and on nothing else', () => {
  const content = { stage: 'window', version: 1, options: { lengthS: 5 }, inputs: { table: 'aa' } }
  const key = contentKey(content)
  expect(key).toMatch(/^[0-9a-f]{64}$/)
  expect(contentKey({ ...content, version: 2 })).not.toBe(key)
  expect(contentKey({ ...content, options: { lengthS: 4 } })).not.toBe(key)
  expect(contentKey({ ...content, inputs: { table: 'ab' } })).not.toBe(key)
  expect(contentKey({ ...content, workers: 4 } as typeof content)).toBe(key)
  expect(seedOf(key)).toBeLessThan(2 ** 32)
})

describe('properties', () => {
  test('canonical JSON parses back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { seed: 1, numRuns: 100 },
    )
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { hrf } from '../../src/kernels/hrf.ts'
import { expectClose } from '../close.ts'

const cases = JSON.parse(
  readFileSync(new URL('../golden/volume/hrf.json', import.meta.url), 'utf8'),
) as { stepS: number; lengthS: number; hrf: number[] }[]

describe('hrf', () => {
  test('agrees with nilearn', () => {
    for (const { stepS, lengthS, hrf: expected } of cases) {
      expectClose(hrf(stepS, lengthS), expected, { relative: 1e-12, why: 'the same formula' })
    }
  })

  test('has sum 1, peaks near 5 s and falls below 0 afterwards', () => {
    const response = hrf(0.1)
    expect(response.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12)
    expect(response.indexOf(Math.max(...response)) * 0.1).toBeCloseTo(5.1, 1)
    expect(response[150]).toBeLessThan(0)
  })

  test('refuses a response of one sample', () => {
    expect(() => hrf(32, 32)).toThrow(RangeError)
  })
})

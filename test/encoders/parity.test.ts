import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadModelCard } from '../../src/encoders/card.ts'
import { drift, parityOf } from '../../src/encoders/parity.ts'
import { fixtures } from './model-folder.ts'

describe('parity', () => {
  test('a device differs from itself in no bit', async () => {
    const card = loadModelCard('batch-encoder', [fixtures])
    const found = await parityOf(card, 'cpu', 'cpu')
    expect(found).toMatchObject({ model: 'batch-encoder', largest: 0, mean: 0, same: true })
    expect(found.cosine).toBeCloseTo(1, 12)
    expect(found.windows).toBeGreaterThanOrEqual(2)
  })

  test('drift is a share of the largest magnitude, the cosine the least of all windows', () => {
    const found = drift(Float32Array.of(1, 0, 0, 2), Float32Array.of(1, 0, 2, 0), 2)
    expect(found).toEqual({ largest: 1, mean: 0.5, cosine: 0, same: false })
  })
})

describe('properties', () => {
  test('scaling both changes nothing', () => {
    const lists = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 6, maxLength: 6 })
    const law = fc.property(lists, lists, (a, b) => {
      fc.pre(b.some((value) => value !== 0))
      const scaled = (list: number[], by: number) => Float32Array.from(list, (v) => v * by)
      expect(drift(scaled(a, 4), scaled(b, 4), 2)).toEqual(drift(scaled(a, 1), scaled(b, 1), 2))
    })
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

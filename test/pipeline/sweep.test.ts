import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSetting } from '../../src/pipeline/override.ts'
import { variantsOf } from '../../src/pipeline/sweep.ts'
import { titleOf, variantName, variantSettings } from '../../src/pipeline/variant.ts'

const head = 'name: demo\ndataset: any\nstages: [detrend]\n'

describe('variantsOf', () => {
  test('every choice stands with every other, the last changes fastest', () => {
    const text = `${head}sweep: { stages.bandpass.highHz: [30, 45], evaluate.seed: [0, 1] }\n`
    expect(variantsOf(text)).toEqual([
      { 'stages.bandpass.highHz': 30, 'evaluate.seed': 0 },
      { 'stages.bandpass.highHz': 30, 'evaluate.seed': 1 },
      { 'stages.bandpass.highHz': 45, 'evaluate.seed': 0 },
      { 'stages.bandpass.highHz': 45, 'evaluate.seed': 1 },
    ])
  })

  test('settings may change the sweep', () => {
    const settings = [parseSetting('sweep={evaluate.seed: [1, 2]}')]
    expect(variantsOf(`${head}sweep: { a.b: [1] }\n`, settings)).toEqual([
      { 'evaluate.seed': 1 },
      { 'evaluate.seed': 2 },
    ])
  })

  test('a document without a sweep, or with one that is wrong, has none', () => {
    expect(variantsOf(head)).toEqual([])
    expect(variantsOf(`${head}sweep: { a.b: [] }\n`)).toEqual([])
    expect(variantsOf('- just\n- a list\n')).toEqual([])
    expect(variantsOf('name: [unclosed')).toEqual([])
  })

  test('a variant has a name, a title and settings', () => {
    const variant = { 'stages.bandpass.highHz': 30, 'evaluate.seed': 0 }
    expect(variantName(variant)).toBe('stages.bandpass.highHz=30, evaluate.seed=0')
    expect(titleOf({ name: 'demo', variant: { a: 'x' } })).toBe('demo (a="x")')
    expect(variantSettings(variant)[0]).toEqual({
      path: ['stages', 'bandpass', 'highHz'],
      value: 30,
    })
  })
})

describe('properties', () => {
  test('there are as many variants as choices, all different', () => {
    const law = fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      (sizes) => {
        const entries = sizes.map((size, i) => [
          `a.o${i}`,
          Array.from({ length: size }, (_, v) => v),
        ])
        const variants = variantsOf(
          `${head}sweep: ${JSON.stringify(Object.fromEntries(entries))}\n`,
        )
        expect(new Set(variants.map(variantName)).size).toBe(sizes.reduce((a, b) => a * b, 1))
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

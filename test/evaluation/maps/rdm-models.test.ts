import { describe, expect, test } from 'vitest'
import type { MapContext } from '../../../src/evaluation/map-kind.ts'
import { rdmModels } from '../../../src/evaluation/maps/rdm-models.ts'
import { mse } from '../../../src/evaluation/numeric-error.ts'
import { nonNegative } from '../../../src/heads/non-negative.ts'
import { compareRdms, noiseCeiling } from '../../../src/kernels/compare-rdms.ts'
import { makeFeatures } from '../../../src/tables/features.ts'
import { f64, textOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fmriGolden } from '../../fmri-golden.ts'

const { basis, rdms } = fmriGolden<{ basis: number[][]; rdms: number[][] }>('weighted.json')

/** Rows of some people as `rdmPairs` makes them. */
function rowsOf(people: readonly number[], pairName = (p: number) => `pair${p}`) {
  const rows = people.flatMap((who) => rdms[who].map((value, p) => ({ who, p, value })))
  const who = textOf(rows.map((row) => `s${row.who}`))
  const [one, window] = [textOf(rows.map(() => '1')), Int32Array.from(rows, ({ p }) => p)]
  const keys = { subject: who, session: one, run: one, recording: who }
  const told = {
    pair: textOf(rows.map(({ p }) => pairName(p))),
    dissimilarity: f64(Float64Array.from(rows, ({ value }) => value)),
  }
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const values = Float32Array.from(rows.flatMap(({ p }) => basis.map((model) => model[p])))
  return makeFeatures({ ...keys, ...told }, spans, values, {
    labels: '["pair","dissimilarity"]',
    names: '["a","b","c"]',
  })
}

function context(test: number, train: readonly number[], named?: (p: number) => string) {
  const sides = { train: rowsOf(train), test: rowsOf([test], named) }
  const head = { head: nonNegative, options: {} }
  const question = { ...head, target: 'dissimilarity', classes: [], unit: 'subject', seed: 1 }
  const linear = { weights: Float64Array.of(1, 0, 0), of: [0] }
  const fitted = () => ({ predict: () => Float64Array.from(basis[0]), linear })
  return { sides, question, fitted, metric: mse, positive: -1 } as unknown as MapContext
}

const why = { absolute: 1e-6, why: 'features are stored in f32' }

describe('rdmModels', () => {
  const people = rdms.map((_, i) => i)
  const found = people.map((i) => {
    const others = people.filter((other) => other !== i)
    return rdmModels.compute?.(context(i, others), { by: 'cosine' }) ?? {}
  })

  test('over all people the ceilings are those of the kernel, and of rsatoolbox', () => {
    const mean = (name: string) => found.reduce((sum, one) => sum + one[name][0] / found.length, 0)
    const { low, high } = noiseCeiling(
      rdms.map((rdm) => Float64Array.from(rdm)),
      'cosine',
    )
    expectClose([mean('ceilingLow'), mean('ceilingHigh')], [low, high], why)
  })

  test('models are compared one by one and weighted', () => {
    const alike = basis.map((model) => compareRdms(model, rdms[2], 'cosine'))
    expectClose(found[2].alike, alike, why)
    expectClose(found[2].weight, [1, 0, 0], why)
    expectClose([...found[2].weighted], [alike[0], alike[0], alike[0]], why)
  })

  test('rows of other pairs are refused', () => {
    const other = context(0, [1, 2], (p) => `other${p}`)
    expect(() => rdmModels.compute?.(other, { by: 'cosine' })).toThrow(/split-impossible/)
  })
})

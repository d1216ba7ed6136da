import { describe, expect, test } from 'vitest'
import { mostInforming } from '../../../src/kernels/most-informing.ts'
import { covariance } from '../../../src/stages/feature/covariance.ts'
import { csp } from '../../../src/stages/feature/csp.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { segmentsOf, withChannels } from '../../../src/tables/signals.ts'
import { listsOf, type Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { cspGolden, cspTarget, cspWindows } from '../../csp-golden.ts'
import { stored } from '../../signal-golden.ts'

function run(
  classes: number,
  options: Record<string, unknown> = {},
  windows = cspWindows(classes),
) {
  const parsed = csp.options.parse(options)
  const context = { tables: {}, seed: 0, target: cspTarget(classes) }
  const fitted = csp.fit(windows, parsed, context)
  return { fitted, features: csp.apply(windows, fitted, parsed) as Table<'features'> }
}

describe('csp', () => {
  test.each([
    ['two', 2, {}],
    ['shrunk', 2, { shrinkage: 0.1 }],
  ] as const)('equals MNE: %s', (name, classes, options) => {
    const { features } = run(classes, options)
    expectClose(matrixOf(features).values, cspGolden[name].features, stored())
    expect(features.meta.names).toBe('["csp1","csp2","csp3","csp4"]')
  })

  test('without the logarithm it is the power', () => {
    const powers = matrixOf(run(2, { log: false }).features).values
    expectClose(powers.map(Math.log), matrixOf(run(2).features).values, stored())
  })

  test('three classes equal MNE', () => {
    const { features } = run(3)
    const why = 'the iteration ends earlier'
    expectClose(matrixOf(features).values, cspGolden.three.features, { relative: 1e-4, why })
  })

  test('matrices about 0 give the features of the windows that they stand for', () => {
    const windows = cspWindows(2)
    const asked = covariance.options.parse({ estimator: 'sample', center: false })
    const context = { tables: {}, seed: 0 }
    const matrices = covariance.run(windows, asked, context) as Table<'matrices'>
    const y = Float64Array.from({ length: matrices.rows }, (_, i) => i % 2)
    const parsed = csp.options.parse({})
    const target = { classes: ['a', 'b'], y }
    const fitted = csp.fit(matrices, parsed, { ...context, target })
    const features = csp.apply(matrices, fitted, parsed) as Table<'features'>
    // MNE divides by one sample less than the 480 of a class.
    const expected = cspGolden.two.features.map((value) => value + Math.log(480 / 479))
    const why = 'matrices are stored in f32'
    expectClose(matrixOf(features).values, expected, { relative: 1e-6, why })
    expect(features.meta.names).toBe('["csp1","csp2","csp3","csp4"]')
  })

  test('bands of a filter bank are taken by themselves', () => {
    const one = cspWindows(2)
    const both = withChannels(
      one,
      segmentsOf(one).map((segment) => ({
        ...segment,
        channels: [...segment.channels.map((c) => `${c}@4-8`), 'a@8-12', 'b@8-12'],
        values: Float32Array.of(...segment.values, ...segment.values.subarray(0, 160)),
      })),
    )
    const parsed = csp.options.parse({ components: 1 })
    const y = Float64Array.from({ length: both.rows }, (_, i) => Math.floor(i / 7) % 2)
    const target = { classes: ['x', 'y'], y }
    const fitted = csp.fit(both, parsed, { tables: {}, seed: 0, target })
    expect(csp.describe?.(fitted)).toEqual({ bands: 2, components: 1, channels: 7, rank: 2 })
    const features = csp.apply(both, fitted, parsed) as Table<'features'>
    expect(features.meta.names).toBe('["csp1@4-8","csp1@8-12"]')
    const { values, rows } = matrixOf(features)
    const alone = matrixOf(run(2, { components: 1 }).features).values
    expect(Array.from({ length: rows }, (_, r) => values[2 * r])).toEqual([...alone])
  })

  test('the features that know most of the class are kept', () => {
    const all = run(2)
    const { features } = run(2, { select: 2 })
    const { values, cols } = matrixOf(features)
    expect(cols).toBe(2)
    const names = JSON.parse(features.meta.names) as string[]
    const places = names.map((name) => Number(name.slice(3)) - 1)
    const whole = matrixOf(all.features)
    const rows = Array.from({ length: whole.rows }, (_, r) => [
      ...whole.values.subarray(4 * r, 4 * r + 4),
    ])
    const codes = rows.map((_, r) => r % 2)
    expect(places).toEqual(mostInforming(rows, codes, 2))
    expect([...values]).toEqual(rows.flatMap((row) => places.map((place) => row[place])))
  })

  test('a window with NaN is left out of the fit and has NaN features', () => {
    const holed = cspWindows(2)
    listsOf(holed, 'samples').values[7] = Number.NaN
    const { features } = run(2, {}, holed)
    const { values, cols } = matrixOf(features)
    expect(values.subarray(0, cols).every(Number.isNaN)).toBe(true)
    expect(values.subarray(cols).every(Number.isFinite)).toBe(true)
  })

  test('more components than dimensions, and one class, are refused', () => {
    expect(() => run(2, { components: 6 })).toThrow(
      expect.objectContaining({ code: 'stage-options' }),
    )
    expect(() => run(1)).toThrow(expect.objectContaining({ code: 'one-class' }))
  })
})

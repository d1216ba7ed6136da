import { describe, expect, test } from 'vitest'
import { mixChannels } from '../../../src/kernels/mix-channels.ts'
import { xdawn } from '../../../src/stages/feature/xdawn.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import { listsOf, type Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { cspTarget, cspWindows } from '../../csp-golden.ts'
import { stored } from '../../signal-golden.ts'
import { spatialGolden } from '../../spatial-golden.ts'

function run(options: Record<string, unknown>, windows = cspWindows(2)) {
  const parsed = xdawn.options.parse(options)
  const fitted = xdawn.fit(windows, parsed, { tables: {}, seed: 0, target: cspTarget(2) })
  return segmentsOf(xdawn.apply(windows, fitted, parsed) as Table<'windows'>)
}
const { filters, prototypes } = spatialGolden.xdawn

/** The signs of pyRiemann's filters, where ours have a positive largest weight. */
const signs = [0, 1, 2, 3].map((k) => {
  const row = filters.slice(5 * k, 5 * (k + 1))
  return Math.sign(row.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)))
})

describe('xdawn', () => {
  test('equals pyRiemann, up to the sign of a filter', () => {
    const [found] = run({ components: 2 })
    expect(found.channels).toEqual(['xdawn1@x', 'xdawn2@x', 'xdawn1@y', 'xdawn2@y'])
    const [first] = segmentsOf(cspWindows(2))
    const turned = Float64Array.from(filters, (v, i) => v * signs[Math.floor(i / 5)])
    expectClose(found.values, mixChannels(turned, first.values, 80), stored())
  })

  test('prototypes follow as channels of every window', () => {
    const [, found] = run({ components: 2, prototypes: true })
    expect(found.channels.slice(4)).toEqual([
      'mean xdawn1@x',
      'mean xdawn2@x',
      'mean xdawn1@y',
      'mean xdawn2@y',
    ])
    const expected = prototypes.map((v, i) => v * signs[Math.floor(i / 80)])
    expectClose(found.values.subarray(4 * 80), expected, { relative: 1e-5, why: 'means in f32' })
  })

  test('a window with NaN is left out of the fit', () => {
    const holed = cspWindows(2)
    listsOf(holed, 'samples').values[7] = Number.NaN
    const found = run({ components: 1 }, holed)
    expect(found[0].values.some(Number.isNaN)).toBe(true)
    expect(found[1].values.every(Number.isFinite)).toBe(true)
  })

  test('one class, and more components than dimensions, are refused', () => {
    expect(() => run({ components: 6 })).toThrow(/stage-options/)
    const target = { classes: ['x', 'y'], y: new Float64Array(60) }
    const parsed = xdawn.options.parse({})
    expect(() => xdawn.fit(cspWindows(2), parsed, { tables: {}, seed: 0, target })).toThrow(
      /one-class/,
    )
  })
})

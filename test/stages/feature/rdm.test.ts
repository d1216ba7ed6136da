import { describe, expect, test } from 'vitest'
import { rdm } from '../../../src/stages/feature/rdm.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { f64Of, type Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fitApply } from '../../run-stage.ts'
import { golden, rowsWhere, stored } from './rsa-rows.ts'

const all = rowsWhere(() => true)
const valuesOf = (options: Parameters<typeof fitApply<typeof rdm.options, unknown>>[1]) =>
  matrixOf(fitApply(rdm, options, { train: all }) as Table<'features'>).values

describe('rdm', () => {
  test('one row for all of a subject, as rsatoolbox makes it', () => {
    const out = fitApply(rdm, { by: 'event', over: 'subject' }, { train: all }) as Table<'features'>
    expectClose(matrixOf(out).values, golden.correlation, stored)
    expect(JSON.parse(out.meta.names).slice(0, 2)).toEqual(['c0~c1', 'c0~c2'])
    expect([labelNames(out), f64Of(out, 'endS')[0]]).toEqual([[], golden.condition.length])
  })

  test('distances between runs, plain and whitened by the residuals', () => {
    const options = { by: 'event', distance: 'crossnobis', over: 'subject' } as const
    expectClose(valuesOf(options), golden.crossnobis, stored)
    expectClose(valuesOf({ ...options, noise: 'residuals' }), golden.whitened, stored)
  })

  test('shortest ways', () => {
    const options = { by: 'event', distance: 'euclidean', topology: 'geodesic' } as const
    expectClose(valuesOf(options), golden.geodesic, stored)
  })

  test('one condition, one run and an unknown column are refused', () => {
    const few = rowsWhere((row) => golden.condition[row] === 0)
    expect(() => fitApply(rdm, { by: 'event' }, { train: few })).toThrow(/one-class/)
    const once = rowsWhere((row) => golden.run[row] === 0)
    const options = { by: 'event', distance: 'crossnobis', over: 'subject' } as const
    expect(() => fitApply(rdm, options, { train: once })).toThrow(/split-impossible/)
    expect(() => fitApply(rdm, { by: 'colour' }, { train: all })).toThrow(/target-missing/)
    expect(() => rdm.options.parse({ by: 'event', distance: 'crossnobis' })).toThrow(/subject/)
  })
})

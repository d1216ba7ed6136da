import { describe, expect, test } from 'vitest'
import { cka } from '../../../src/stages/feature/cka.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fitApply } from '../../run-stage.ts'
import { names, rowsWhere, stored } from './rsa-rows.ts'

const all = rowsWhere(() => true)

describe('cka', () => {
  test('a set is like itself, and sets have names', () => {
    const sets = { all: names, same: names, one: ['v0'] }
    const out = fitApply(cka, { by: 'event', sets }, { train: all }) as Table<'features'>
    const { values } = matrixOf(out)
    expectClose(values.subarray(0, 1), [1], stored)
    expect(values[1]).toBe(values[2])
    expect(JSON.parse(out.meta.names)).toEqual(['all~same', 'all~one', 'same~one'])
  })

  test.each(['svcca', 'unbiasedCka'] as const)('%s of a set and itself is 1', (measure) => {
    const sets = { all: names, same: names }
    const options = { by: 'event', sets, measure }
    const out = fitApply(cka, options, { train: all }) as Table<'features'>
    expectClose(matrixOf(out).values, [1], stored)
  })

  test('an unknown feature is refused', () => {
    const sets = { a: ['v0'], b: ['w'] }
    expect(() => fitApply(cka, { by: 'event', sets }, { train: all })).toThrow(/channel-missing/)
  })
})

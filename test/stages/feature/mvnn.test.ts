import { describe, expect, test } from 'vitest'
import { mvnn } from '../../../src/stages/feature/mvnn.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { goldenWindows, normalizeGolden } from '../../normalize-golden.ts'
import { fitApply } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'

describe('mvnn', () => {
  test('equals the inverse root of scikit-learn’s mean of shrunk covariances', () => {
    const out = fitApply(mvnn, {}, { train: goldenWindows() })
    expectClose(listsOf(out, 'samples').values, normalizeGolden.mvnn, stored())
    expect(out.meta.unit).toBe('1')
  })

  test('windows with NaN are left out of the fit', () => {
    const holed = goldenWindows()
    listsOf(holed, 'samples').values[3] = Number.NaN
    const options = mvnn.options.parse({})
    const fitted = mvnn.fit(holed, options, { tables: {}, seed: 0 })
    expect(mvnn.describe?.(fitted)).toEqual({ channels: 4, windows: 3 })
    listsOf(holed, 'samples').values.fill(Number.NaN)
    expect(() => mvnn.fit(holed, options, { tables: {}, seed: 0 })).toThrow(
      expect.objectContaining({ code: 'non-finite' }),
    )
  })

  test('other channels than those of the fit are refused', () => {
    const input = goldenWindows(['a', 'c', 'b', 'd'])
    expect(() => fitApply(mvnn, {}, { train: goldenWindows(), input })).toThrow(
      expect.objectContaining({ code: 'channel-missing' }),
    )
  })
})

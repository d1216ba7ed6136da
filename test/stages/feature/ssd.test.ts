import { describe, expect, test } from 'vitest'
import { mixChannels } from '../../../src/kernels/mix-channels.ts'
import { ssd } from '../../../src/stages/feature/ssd.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { cspWindows } from '../../csp-golden.ts'
import { fitApply, issuesOf } from '../../run-stage.ts'
import { spatialGolden } from '../../spatial-golden.ts'

const bands = { bandHz: [8, 12], aroundHz: [4, 20] } as { bandHz: never; aroundHz: never }

describe('ssd', () => {
  test('equals SciPy with the filters of MNE', () => {
    const train = cspWindows(2)
    const out = fitApply(ssd, { ...bands, components: 3 }, { train })
    const [found] = segmentsOf(out as Table<'windows'>)
    expect(found.channels).toEqual(['ssd1', 'ssd2', 'ssd3'])
    const filters = Float64Array.from(spatialGolden.ssd.filters.slice(0, 15))
    const expected = mixChannels(filters, segmentsOf(train)[0].values, 80)
    expectClose(found.values, expected, { relative: 1e-5, why: 'filtered windows are f32' })
  })

  test('what was fitted says how far the rhythm stands out', () => {
    const options = ssd.options.parse({ ...bands, components: 2 })
    const fitted = ssd.fit(cspWindows(2), options, { tables: {}, seed: 0 })
    expect(Number(ssd.describe?.(fitted)?.ratio)).toBeCloseTo(spatialGolden.ssd.values[0], 4)
  })

  test('bands that do not lie in each other are found in the plan', () => {
    const shape = { kind: 'windows', rateHz: 30, channels: ['a'] } as const
    const wrong = { bandHz: [3, 12], aroundHz: [4, 20], components: 2 } as never
    expect(issuesOf(ssd, shape, wrong)).toEqual(['aroundHz', 'aroundHz.1', 'components'])
  })
})

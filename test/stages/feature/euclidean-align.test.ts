import { describe, expect, test } from 'vitest'
import { meanProduct } from '../../../src/kernels/mean-product.ts'
import { euclideanAlign } from '../../../src/stages/feature/euclidean-align.ts'
import { segmentsOf } from '../../../src/tables/signals.ts'
import { listsOf, type Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { identity } from '../../linalg-golden.ts'
import { goldenWindows, normalizeGolden } from '../../normalize-golden.ts'
import { runStage } from '../../run-stage.ts'
import { stored } from '../../signal-golden.ts'

describe('euclideanAlign', () => {
  test('equals the inverse root of SciPy, and the mean becomes the identity', async () => {
    const out = (await runStage(euclideanAlign, goldenWindows(), {})) as Table<'windows'>
    expectClose(listsOf(out, 'samples').values, normalizeGolden.euclideanAlign, stored())
    const why = 'samples are stored in f32'
    expectClose(meanProduct(segmentsOf(out), 4), identity(4), { absolute: 1e-5, why })
    expect(out.meta.unit).toBe('1')
  })

  test('channels that depend on each other are refused, with what would help', async () => {
    const same = Float32Array.from({ length: 100 }, (_, t) => Math.sin(t % 50))
    const windows = exampleTable('windows', { channels: ['a', 'b'], pieces: 1, rateHz: 25 })
    listsOf(windows, 'samples').values.set(same)
    const failure = runStage(euclideanAlign, windows, {})
    await expect(failure).rejects.toMatchObject({ code: 'rank-deficient', facts: { channels: 2 } })
  })

  test('a window with NaN is named', async () => {
    const windows = goldenWindows()
    listsOf(windows, 'samples').values[250] = Number.NaN
    const facts = { stage: 'euclideanAlign', window: 1 }
    const failure = runStage(euclideanAlign, windows, {})
    await expect(failure).rejects.toMatchObject({ code: 'non-finite', facts })
  })
})

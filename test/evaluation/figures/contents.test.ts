import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contents } from '../../../src/evaluation/figures/contents.ts'
import { withFeatures } from '../../../src/tables/features.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import { takeRows } from '../../../src/tables/rows.ts'
import { type Table, withMeta } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { makeRows } from '../make-rows.ts'

const context = { target: '', unit: 'subject', seed: 0 }

function recording(subject: string, columns: readonly (readonly number[])[]): Table<'features'> {
  const rows = makeRows([{ subject }], 60)
  const count = columns[0].length
  const some = takeRows(
    rows,
    Array.from({ length: count }, (_, r) => r),
  )
  const values = Float32Array.from({ length: count * columns.length }, (_, i) => {
    return columns[i % columns.length][Math.floor(i / columns.length)]
  })
  return withMeta(withFeatures(some, values), { names: '["alpha","beta"]' })
}

async function draw(tables: readonly Table[]) {
  const parts = tables.map((table) => contents.part?.(table as never, {}, context) ?? table)
  const { series, facts } = figureOf(await contents.draw(parts, {}, context))
  const of = Object.fromEntries(series.map(({ series: name, values }) => [name, values]))
  return { of, facts }
}

describe('contents', () => {
  test('moments of each feature over all recordings, without NaN', async () => {
    const { of, facts } = await draw([
      recording('a', [
        [1, 2],
        [5, Number.NaN],
      ]),
      recording('b', [
        [3, 6],
        [Number.NaN, Number.NaN],
      ]),
    ])
    expect(facts).toMatchObject({ kind: 'features', size: 2, names: ['alpha', 'beta'] })
    expect(facts.rows).toEqual([2, 2])
    expect([Array.from(of.count), Array.from(of.mean)]).toEqual([
      [4, 1],
      [3, 5],
    ])
    expectClose(of.deviation.subarray(0, 1), [Math.sqrt(14 / 3)], { absolute: 1e-6, why: 'f32' })
    expect([Array.from(of.low), Array.from(of.high)]).toEqual([
      [1, 5],
      [6, 5],
    ])
  })

  test('features that differ between recordings are counted alone', async () => {
    const other = withMeta(recording('b', [[1], [2]]), { names: '["x","y"]' })
    const { of, facts } = await draw([recording('a', [[1], [2]]), other])
    expect([facts.size, facts.rows, of.mean]).toEqual([-1, [1, 1], undefined])
  })

  test('no rows at all are nothing', async () => {
    const none = takeRows(recording('a', [[1], [2]]), [])
    expect((await draw([none])).facts.nothing).toBe('no rows were made')
  })

  test('property: parts joined are the whole', async () => {
    const numbers = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(numbers, { minLength: 1, maxLength: 4 }), async (lists) => {
        const parts = await draw(lists.map((x) => recording('a', [x, x])))
        const whole = await draw([recording('a', [lists.flat(), lists.flat()])])
        const f32 = { absolute: 1e-4, why: 'f32 of each part' }
        expectClose(parts.of.mean, whole.of.mean, f32)
        expectClose(parts.of.deviation, whole.of.deviation, f32)
        expect(parts.of.low).toEqual(whole.of.low)
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

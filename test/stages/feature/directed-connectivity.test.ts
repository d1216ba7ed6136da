import { describe, expect, test } from 'vitest'
import { directedConnectivity } from '../../../src/stages/feature/directed-connectivity.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { segmentsOf, withChannels } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { directedGolden, directedInput } from '../../directed-golden.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { issuesOf, runStage } from '../../run-stage.ts'
import { signalInput } from '../../signal-golden.ts'

const windowOf = (values: Float32Array) => {
  const channels = ['a', 'b', 'c']
  const one = exampleTable('windows', { pieces: 1, channels, rateHz: 100, lengthS: 4 })
  return withChannels(
    one,
    segmentsOf(one).map((s) => ({ ...s, values })),
  )
}
const why = 'stored in f32'

describe('directedConnectivity', () => {
  test('a feature for each ordered pair, by what acts', async () => {
    const options = { measure: 'granger', order: 3 } as const
    const out = await runStage(directedConnectivity, windowOf(directedInput), options)
    const { granger: m } = directedGolden
    const expected = [m[3], m[6], m[1], m[7], m[2], m[5]]
    expectClose(matrixOf(out as Table<'features'>).values, expected, { relative: 1e-6, why })
    expect(out.meta.names).toBe('["a>b","a>c","b>a","b>c","c>a","c>b"]')
  })

  test('frequencies of a band are averaged, those of all bands are related', async () => {
    const bandsHz: [number, number][] = [
      [5, 6],
      [12, 13],
      [30, 31],
    ]
    const options = { measure: 'ddtf', order: 3, bandsHz } as const
    const out = await runStage(directedConnectivity, windowOf(directedInput), options)
    const expected = [0, 1, 2].map((f) => directedGolden.ddtf[f * 9 + 3])
    const found = matrixOf(out as Table<'features'>).values.subarray(0, 3)
    expectClose(found, expected, { relative: 1e-6, why })
    expect(JSON.parse(out.meta.names)[2]).toBe('a>b 30-31Hz')
  })

  test('an order by criterion is found for each window', async () => {
    const { bic } = directedGolden.orders
    const run = (order: 'bic' | number) =>
      runStage(directedConnectivity, windowOf(directedInput), {
        ...{ measure: 'granger', order, maxOrder: 8 },
      } as never)
    const [chosen, given] = [await run('bic'), await run(bic)]
    const of = (out: Table) => matrixOf(out as Table<'features'>).values
    expect(of(chosen)).toEqual(of(given))
  })

  test('dependent channels and short windows end with what to do about it', async () => {
    const x = signalInput(3, 400)
    x.set(x.subarray(0, 400), 800)
    const options = { measure: 'granger', order: 3 } as const
    await expect(runStage(directedConnectivity, windowOf(x), options)).rejects.toMatchObject({
      code: 'rank-deficient',
    })
    const short = { ...options, order: 100 }
    await expect(
      runStage(directedConnectivity, windowOf(directedInput), short),
    ).rejects.toMatchObject({ code: 'signal-too-short', facts: { needed: 402 } })
  })

  test('bands must hold a frequency below half the rate', () => {
    const shape = { kind: 'windows', rateHz: 50, channels: ['a', 'b'] } as const
    const bandsHz = [
      [4, 8],
      [8.2, 8.8],
      [20, 40],
    ]
    const given = { measure: 'pdc', bandsHz } as never
    expect(issuesOf(directedConnectivity, shape, given)).toEqual(['bandsHz.1', 'bandsHz.2'])
    expect(directedConnectivity.options.safeParse({ measure: 'pdc' }).success).toBe(false)
  })
})

import { describe, expect, test } from 'vitest'
import type { Branch } from '../../../src/evaluation/branch.ts'
import { connectome } from '../../../src/evaluation/figures/connectome.ts'
import { embedding } from '../../../src/evaluation/figures/embedding.ts'
import { makeMatrices, withFeatures } from '../../../src/tables/features.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import { keysFor } from '../../../src/tables/keys.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { type Table, textOf, withMeta } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { makeRows } from '../make-rows.ts'

const context = { target: 'task', unit: 'subject', seed: 3 }
const none = {} as Branch
const rows = makeRows(
  ['a', 'b', 'c'].map((subject) => ({ subject })),
  6,
)

describe('embedding', () => {
  const options = embedding.options.parse({ neighbours: 8 })

  test('the first component of two features that vary alike is their sum', async () => {
    const { series, facts } = figureOf(await embedding.draw([rows], options, context, none))
    expect(series.map(({ panel, series: axis }) => `${panel} ${axis}`)).toEqual([
      ...['pca x', 'pca y', 'umap x', 'umap y'],
    ])
    const shares = facts.shares as number[]
    expectClose([shares[0] + shares[1]], [1], { absolute: 1e-9, why: 'two features' })
    expect(series[0].values).toHaveLength(60)
    expect(facts.groups).toEqual(['a', 'b', 'c'])
  })

  test('UMAP keeps rows together that are alike, the same with the same seed', async () => {
    const once = figureOf(await embedding.draw([rows], options, context, none))
    const again = figureOf(await embedding.draw([rows], options, context, none))
    expect(again).toEqual(once)
    const other = figureOf(await embedding.draw([rows], options, { ...context, seed: 4 }, none))
    expect(Array.from(other.series[2].values)).not.toEqual(Array.from(once.series[2].values))
  })

  test('windows have no features yet', async () => {
    const wrong = { ...rows, kind: 'windows' } as unknown as Table
    const { facts } = figureOf(await embedding.draw([wrong], options, context, none))
    expect(facts.nothing).toBe('rows are windows')
  })
})

function matrices(subject: string, values: readonly (readonly number[])[]): Table<'matrices'> {
  const who = { subject, session: '1', run: '1', recording: subject, labels: {} }
  const place = Float64Array.from(values, (_, r) => r)
  const spans = { window: Int32Array.from(place), startS: place, endS: place.map((s) => s + 1) }
  const task = textOf(values.map((_, r) => (r % 2 === 0 ? 'a' : 'b')))
  const meta = { labels: '["task"]', names: '["Cz","C3","C4"]' }
  const keys = { ...keysFor(who, values.length), task }
  return makeMatrices(keys, spans, Float32Array.from(values.flat()), meta)
}

describe('connectome', () => {
  const options = connectome.options.parse({})

  test('covariances become correlations, averaged over rows, then over subjects', async () => {
    const one = (c: number) => [4, 2 * c, 0, 2 * c, 1, 0, 0, 0, 9]
    const table = concatTables([
      matrices('s1', [one(0.2), one(0), one(0.4), one(0)]),
      matrices('s2', [one(0.9), one(0.5)]),
    ])
    const { series, facts } = figureOf(await connectome.draw([table], options, context, none))
    expect([series.length, facts.nodes]).toEqual([2, ['Cz', 'C3', 'C4']])
    expectClose([series[0].values[1], series[0].values[0]], [0.6, 0], {
      absolute: 1e-6,
      why: 'f32',
    })
    expectClose([series[1].values[3]], [0.25], { absolute: 1e-6, why: 'f32' })
  })

  test('features of connectivity become a matrix by their names, a panel a band', async () => {
    const names = ['A~B', 'A~C', 'B~C'].flatMap((pair) => [`${pair} 4-8Hz`, `${pair} 8-12Hz`])
    const some = makeRows([{ subject: 'a' }])
    const values = Float32Array.from({ length: 6 * some.rows }, (_, i) => i % 6)
    const table = withMeta(withFeatures(some, values), { names: JSON.stringify(names) })
    const { series } = figureOf(await connectome.draw([table], options, context, none))
    expect(series.map(({ panel }) => panel)).toEqual(['4-8Hz', '4-8Hz', '8-12Hz', '8-12Hz'])
    expect(Array.from(series[0].values)).toEqual([0, 0, 2, 0, 0, 4, 2, 4, 0])
  })

  test('other features are no connections', async () => {
    const { facts } = figureOf(await connectome.draw([rows], options, context, none))
    expect(facts.nothing).toMatch(/no connections/)
  })
})

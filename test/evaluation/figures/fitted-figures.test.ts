import { describe, expect, test } from 'vitest'
import type { Branch } from '../../../src/evaluation/branch.ts'
import { displayFit } from '../../../src/evaluation/display-fit.ts'
import { bandMaps } from '../../../src/evaluation/figures/band-maps.ts'
import { figureNamed, figures } from '../../../src/evaluation/figures/index.ts'
import { patterns } from '../../../src/evaluation/figures/patterns.ts'
import { spatialFilters } from '../../../src/evaluation/figures/spatial-filters.ts'
import { splitSchema } from '../../../src/evaluation/split.ts'
import type { Head } from '../../../src/head.ts'
import { knn } from '../../../src/heads/knn.ts'
import { lda } from '../../../src/heads/lda.ts'
import { logistic } from '../../../src/heads/logistic.ts'
import { linearPatterns } from '../../../src/kernels/linear-patterns.ts'
import { csp } from '../../../src/stages/feature/csp.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { figureOf } from '../../../src/tables/figure.ts'
import { repeatKeys } from '../../../src/tables/signals.ts'
import {
  columnsOf,
  makeTable,
  type Table,
  textOf,
  withMeta,
  wordsOf,
} from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { cspGolden, cspWindows } from '../../csp-golden.ts'
import { makeRows } from '../make-rows.ts'

const names = ['Cz 8-12Hz', 'Cz 12-20Hz']
const plain = makeRows([{ subject: 'a' }, { subject: 'b', perClass: 5 }, { subject: 'c' }])
const rows = withMeta(plain, { names: JSON.stringify(names) })
const context = { target: 'task', unit: 'subject', seed: 0 }

function branchOf(head: Head, options: Record<string, unknown> = {}): Branch {
  const split = splitSchema.parse({ leaveOut: 'subject' })
  const bound = { head, options: head.options.parse(options) }
  return { stages: [], head: bound, target: 'task', unit: 'subject', split, seed: 0 }
}

describe('bandMaps', () => {
  test('means over groups of the means over their rows', async () => {
    const { series, facts } = figureOf(await bandMaps.draw([rows], {}, context, branchOf(lda)))
    expect(series.map(({ series: name }) => name)).toEqual(['a', 'b'])
    expect(facts.names).toEqual(names)
    const x = matrixOf(rows)
    const of = (subject: string) => {
      const own = wordsOf(rows, 'subject').flatMap((name, r) => (name === subject ? [r] : []))
      const inA = own.filter((r) => wordsOf(rows, 'task')[r] === 'a')
      return inA.reduce((sum, r) => sum + x.values[2 * r], 0) / inA.length
    }
    const mean = (of('a') + of('b') + of('c')) / 3
    expectClose([series[0].values[0]], [mean], { relative: 1e-6, why: 'f32' })
    expect(series[0].groups).toBe(3)
    expect(bandMaps.always?.(rows, context)).toBe(true)
  })

  test('other features have nothing to draw, and say why', async () => {
    const { facts } = figureOf(await bandMaps.draw([plain], {}, context, branchOf(lda)))
    expect(facts.nothing).toBe('the rows are not powers in bands')
    expect(bandMaps.always?.(plain, context)).toBe(false)
  })
})

describe('patterns', () => {
  test('the covariance of features with the log-odds of a logistic head on all rows', async () => {
    const branch = branchOf(logistic, { c: 0.5 })
    const { series } = figureOf(await patterns.draw([rows], {}, context, branch))
    const { fitted, x } = await displayFit(rows, branch)
    const own = fitted.linear?.weights ?? new Float64Array(0)
    const expected = linearPatterns(x.values, x.rows, own)
    expect(series.map(({ series: name }) => name)).toEqual(['b against a'])
    expectClose(series[0].values, expected, { relative: 1e-6, why: 'f32' })
    expect(series[0].values[0]).toBeGreaterThan(0)
  })

  test('of the other class the sign is the other, also of a head with two scores', async () => {
    const draw = async (positive?: string) =>
      figureOf(await patterns.draw([rows], {}, { ...context, positive }, branchOf(lda)))
    const [a, b] = [await draw('a'), await draw('b')]
    expectClose(
      a.series[0].values.map((v) => -v),
      b.series[0].values,
      { relative: 1e-6, why: 'f32' },
    )
  })

  test('a head without weights has none', async () => {
    const { facts } = figureOf(await patterns.draw([rows], {}, context, branchOf(knn)))
    expect(facts.nothing).toBe('the head is not linear')
  })
})

describe('spatialFilters', () => {
  const windows = labelled(cspWindows(2))

  test('filters of MNE up to their signs, and patterns that invert them', async () => {
    const step = { use: 'csp', stage: csp, index: 0, options: csp.options.parse({}) }
    const branch = { ...branchOf(lda), stages: [step] } as Branch
    const table = await spatialFilters.draw([windows], { components: 4 }, context, branch)
    const { series, facts } = figureOf(table)
    expect(facts.channels).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(series.map(({ panel, series: kind }) => `${panel} ${kind}`).slice(0, 2)).toEqual([
      ...['csp1 pattern', 'csp1 filter'],
    ])
    series
      .filter(({ series: kind }) => kind === 'filter')
      .forEach(({ values }, k) => {
        const golden = cspGolden.two.filters.slice(5 * k, 5 * k + 5)
        const sign = Math.sign(values[0] * golden[0])
        const own = values.map((v) => sign * v)
        expectClose(own, golden, { relative: 1e-4, absolute: 1e-6, why: 'f32, scale of filters' })
      })
  })

  test('a pipeline without such a stage has none', async () => {
    const table = await spatialFilters.draw([rows], { components: 4 }, context, branchOf(lda))
    expect(figureOf(table).facts.nothing).toBe('no stage of the pipeline has maps')
  })
})

test('each figure is found by its name and says what it shows', () => {
  for (const figure of figures) {
    expect(figureNamed(figure.use)).toBe(figure)
    expect(figure.options.parse({})).toBeDefined()
    expect(figure.of !== 'rows').toBe(figure.part !== undefined)
  }
  expect(figureNamed('none')).toBeUndefined()
})

function labelled(windows: Table<'windows'>): Table<'windows'> {
  const keys = repeatKeys(
    windows,
    Array.from({ length: windows.rows }, (_, r) => r),
  )
  const task = textOf(
    Array.from({ length: windows.rows }, (_, r) => (Math.floor(r / 5) % 2 ? 'b' : 'a')),
  )
  return makeTable(
    'windows',
    { ...keys, ...columnsOf(windows), task },
    { ...windows.meta, labels: '["task"]' },
  )
}

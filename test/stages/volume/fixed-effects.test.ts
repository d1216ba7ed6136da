import { describe, expect, test } from 'vitest'
import { fixedEffects } from '../../../src/stages/volume/fixed-effects.ts'
import { glm } from '../../../src/stages/volume/glm.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { labelNames } from '../../../src/tables/keys.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { concatTables, takeRows } from '../../../src/tables/rows.ts'
import {
  columnsOf,
  f64,
  f64Of,
  i32Of,
  lists,
  listsOf,
  makeTable,
  type Table,
  textOf,
  wordsOf,
} from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleTable } from '../../fixtures/tables.ts'
import { type GoldenCase, goldenCases, goldenTable } from '../../golden-cases.ts'

const cases = goldenCases('volume.json')
const ofRuns = (noise: string) =>
  cases.filter(({ stage, options }) => {
    return stage === 'glm' && options.map === 'effectVariance' && options.noise === noise
  })
const contrasts = { t: { face: 1, house: -1 }, twice: { face: 2, house: -2 } }

/** The models of runs, below each other, as a person's recordings are. */
function modelled(runs: readonly GoldenCase[], more: object = {}): Table<'features'> {
  const tables = runs.map(({ options, input, tables: beside = {} }) => {
    const given = glm.options.parse({ ...options, ...more })
    const events = goldenTable(beside.events)
    return glm.run(goldenTable(input), given, { tables: { events }, seed: 0 }) as Table<'features'>
  })
  return concatTables(tables)
}

function taken(table: Table, options: object = {}): Table<'features'> {
  const given = fixedEffects.options.parse(options)
  return fixedEffects.run(table, given, { tables: {}, seed: 0 }) as Table<'features'>
}

/** Rows of effects and variances of three runs, with other numbers in the first run. */
function rowsWith(change: (values: Float32Array, size: number) => void): Table<'features'> {
  const table = exampleTable('features', { effects: true })
  const { values, size } = listsOf(table, 'features')
  const own = values.slice()
  change(own, size)
  return makeTable('features', { ...columnsOf(table), features: lists(own, size) }, table.meta)
}

describe('fixedEffects', () => {
  test.each(['ols', 'ar1'])('runs through glm with %s noise give the z of nilearn', (noise) => {
    const all = taken(modelled(ofRuns(noise)))
    const wanted = cases.filter(({ stage, options, oracle, input }) => {
      const isWhole = stage === 'fixedEffects' && options.map === 'z' && input.pieces === 6
      return isWhole && oracle.endsWith('FirstLevelModel')
    })
    const { values = [] } = wanted[noise === 'ols' ? 0 : 1].expected
    const why = 'signals, effects and variances are stored in f32'
    expectClose(matrixOf(all).values, values.map(Number), { relative: 3e-6, why })
  })

  test('one run is what glm says of it, at every map', () => {
    const [run] = ofRuns('ar1')
    for (const map of ['z', 'stat', 'p', 'effect', 'variance']) {
      const alone = matrixOf(modelled([run], { map })).values
      const why = 'effects and variances are stored in f32'
      expectClose(matrixOf(taken(modelled([run]), { map })).values, alone, { relative: 2e-6, why })
    }
  })

  test('a row a contrast, with what it is, its degrees of freedom and the span of all runs', () => {
    const runs = modelled(ofRuns('ols'), { contrasts })
    const out = taken(runs)
    expect(labelNames(out)).toEqual(['contrast', 'map', 'freedom'])
    expect([wordsOf(out, 'contrast'), wordsOf(out, 'map')]).toEqual([
      ['t', 'twice'],
      ['z', 'z'],
    ])
    const each = f64Of(runs, 'freedom').filter((_, row) => row % 4 === 0)
    const sum = each.reduce((total, freedom) => total + freedom, 0)
    expect([...f64Of(out, 'freedom')]).toEqual([sum, sum])
    expect([[...i32Of(out, 'window')], [...f64Of(out, 'endS')]]).toEqual([
      [0, 1],
      [128, 128],
    ])
    const { values, cols } = matrixOf(out)
    const why = 'z does not change with the scale of a contrast'
    expectClose(values.slice(cols), [...values.slice(0, cols)], { relative: 1e-6, why })
  })

  test('the grid and the names of voxels stay', () => {
    const table = exampleTable('features', { effects: true, onGrid: true })
    const { grid, names } = taken(table).meta
    expect([grid, names]).toEqual([table.meta.grid, table.meta.names])
  })

  test('without variance the statistic is 0, NaN of one run stays, each with a note', () => {
    const table = rowsWith((values, size) => {
      for (const row of [1, 3, 5]) values[row * size] = 0
      values[1] = Number.NaN
    })
    const out = taken(table, { map: 'stat' })
    const [first, second, third] = matrixOf(out).values
    expect([first, Number.isNaN(second), Number.isFinite(third)]).toEqual([0, true, true])
    expect(notesOf(out)).toMatchObject([
      { says: 'features without variance have statistic 0', features: 1 },
      { says: 'features with NaN are NaN', features: 1 },
    ])
  })
})

describe('refusals of fixedEffects', () => {
  test('rows that no model made, halves of pairs and variances below 0', () => {
    const table = exampleTable('features', { effects: true })
    expect(() => taken(exampleTable('features'))).toThrow(/column-missing.*effectVariance/)
    expect(() => taken(takeRows(table, [0, 1, 2]))).toThrow(/length-mismatch/)
    expect(() => taken(takeRows(table, [0, 2]))).toThrow(/length-mismatch/)
    const below = rowsWith((values, size) => values.fill(-1, size, size + 1))
    expect(() => taken(below)).toThrow(/stage-options.*variance/)
  })

  test('an effect of one run with the variance of another', () => {
    const table = exampleTable('features', { effects: true })
    const recording = textOf(['a', 'b', 'b', 'a', 'c', 'c'])
    const columns = { ...columnsOf(table), recording, freedom: f64(new Float64Array(6).fill(9)) }
    expect(() => taken(makeTable('features', columns, table.meta))).toThrow(/length-mismatch/)
  })

  test('effects and variances of an F test are refused by glm', () => {
    const f = { contrasts: { any: [{ face: 1 }, { house: 1 }] } }
    expect(() => modelled(ofRuns('ols'), f)).toThrow(/stage-options.*effectVariance/)
  })
})

import { describe, expect, test } from 'vitest'
import { connectome } from '../../../src/stages/feature/connectome.ts'
import { tangent } from '../../../src/stages/feature/tangent.ts'
import { vectorize } from '../../../src/stages/feature/vectorize.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { notesOf } from '../../../src/tables/note.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { fmriGolden } from '../../fmri-golden.ts'

const golden = fmriGolden<Record<string, number[][]> & { channels: number }>('connectome.json')
const names = Array.from({ length: golden.channels }, (_, c) => `p${c}`)
const context = { tables: {}, seed: 0 }
const stored = { relative: 1e-6, why: 'matrices are stored in f32' }

const signalsOf = (x: readonly number[], channels: readonly string[] = names) => {
  const segment = { channels, startS: 0, rateHz: 0.5, values: Float32Array.from(x), index: 0 }
  return makeSignals(recordingOf(), [segment], 'percent')
}

function run(x: readonly number[], options: object, channels?: readonly string[]) {
  const given = connectome.options.parse(options)
  return connectome.run(signalsOf(x, channels), given, context) as Table<'matrices'>
}

describe('connectome', () => {
  test('a recording becomes the matrix that nilearn makes of it', () => {
    const table = run(golden.x[0], { measure: 'partialCorrelation' })
    const layout = vectorize.options.parse({ diagonal: 'scaled' })
    const vector = vectorize.run(table, layout, context) as Table<'features'>
    const expected = golden['ledoitWolf partial correlation'][0]
    expectClose(matrixOf(vector).values, expected, stored)
    expect(JSON.parse(vector.meta.names).slice(0, 3)).toEqual(['p0~p0', 'p1~p0', 'p1~p1'])
  })

  test('a channel of one value goes with no other, which is said', () => {
    const table = run([1, 4, 2, 8, 7, 7, 7, 7], {}, ['a', 'flat'])
    expect([...matrixOf(table).values]).toEqual([1, 0, 0, 1])
    expect(notesOf(table)).toMatchObject([{ stage: 'connectome', channels: 1 }])
    expect(notesOf(run([1, 4, 2, 8, 3, 1, 1, 5], {}, ['a', 'b']))).toEqual([])
  })

  test('tangent vectors are those of nilearn in its convention', () => {
    const tables = golden.x.map((x) => run(x, { measure: 'covariance' }))
    const all = concatTables(tables)
    const given = tangent.options.parse({ convention: 'nilearn' })
    const out = tangent.apply(all, tangent.fit(all, given, context), given) as Table<'features'>
    const expected = golden['ledoitWolf tangent'].flat()
    const why = 'matrices are stored in f32, and nilearn ends its mean at a norm of 1e-7'
    expectClose(matrixOf(out).values, expected, { relative: 5e-6, why })
    expect(JSON.parse(out.meta.names)[1]).toBe('p1~p0')
  })

  test('Fisher z has a diagonal of 0 and is for correlations alone', () => {
    const { values } = matrixOf(run([1, 2, 3, 2, 4, 1], { fisherZ: true }, ['a', 'b']))
    expect([values[0], values[3]]).toEqual([0, 0])
    expect(values[1]).toBe(values[2])
    expect(() => run([], { measure: 'covariance', fisherZ: true })).toThrow(/goes with/)
  })

  test('a covariance without inverse is refused, NaN goes through', () => {
    const flat = [1, 2, 3, 4, 2, 4, 6, 8]
    const options = { measure: 'precision', estimator: 'sample' }
    expect(() => run(flat, options, ['a', 'b'])).toThrow(/rank-deficient/)
    expect(matrixOf(run([1, NaN, 2, 4], {}, ['a', 'b'])).values.every(Number.isNaN)).toBe(true)
  })
})

import { expect, test } from 'vitest'
import { residualize } from '../../../src/stages/feature/residualize.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { columnsOf, f64, makeTable, type Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { voxelRows } from '../../evaluation/voxel-rows.ts'
import { fmriStagesGolden, storedAsF32 } from '../../fmri-stages-golden.ts'
import { normals } from '../../linalg-golden.ts'
import { fitApply } from '../../run-stage.ts'

const rows = 12
const age = Float64Array.from({ length: rows }, (_, r) => 20 + ((r * 7) % 11))
const noise = normals(rows, 3)

function table(sexes: string, of = age): Table<'features'> {
  const labels = [...sexes.repeat(rows)].slice(0, rows)
  const values = Float32Array.from(
    labels,
    (sex, r) => 0.5 * of[r] + (sex === 'F' ? 3 : 0) + noise[r],
  )
  const made = voxelRows({ values, names: ['v'], labels, runs: labels.map(() => 1) })
  const { features, ...keys } = columnsOf(made)
  const meta = { ...made.meta, labels: '["event","age"]' }
  return makeTable('features', { ...keys, age: f64(of), features }, meta)
}

const run = (train: Table, input = train, by = ['event', 'age']) =>
  matrixOf(fitApply(residualize, { by }, { train, input }) as Table<'features'>).values

test('residuals go with none of the labels', () => {
  const out = run(table('FMM'))
  const sum = (of: (r: number) => number) => out.reduce((all, value, r) => all + value * of(r), 0)
  const sums = [sum(() => 1), sum((r) => age[r]), sum((r) => (r % 3 === 0 ? 1 : 0))]
  expectClose(sums, [0, 0, 0], { absolute: 1e-3, why: 'features are stored in f32' })
})

test('other rows lose what the training rows said', () => {
  const shifted = table(
    'FMM',
    age.map((years) => years + 10),
  )
  const [before, after] = [run(table('FMM')), run(table('FMM'), shifted)]
  const slope = (after[0] - before[0]) / 10
  expect(Math.abs(slope)).toBeLessThan(0.2)
})

test('a class that was not seen, labels that say the same and a missing one are refused', () => {
  expect(() => run(table('FM'), table('FX'))).toThrow(/target-missing/)
  expect(() => run(table('FM'), table('FM'), ['age', 'age'])).toThrow(/rank-deficient/)
  expect(() => run(table('FM'), table('FM'), ['height'])).toThrow(/target-missing/)
})

test('other rows lose what scikit-learn fits on the training rows', () => {
  const { train, age: years, site, values, residuals } = fmriStagesGolden.residuals
  const rowsFrom = (from: number, to: number) => {
    const names = ['a', 'b', 'c', 'd']
    const [labels, cut] = [site.slice(from, to), Float32Array.from(values.slice(4 * from, 4 * to))]
    const made = voxelRows({ values: cut, names, labels, runs: labels.map(() => 1) })
    const { features, ...keys } = columnsOf(made)
    const columns = { ...keys, age: f64(Float64Array.from(years.slice(from, to))), features }
    return makeTable('features', columns, { ...made.meta, labels: '["event","age"]' })
  }
  const found = run(rowsFrom(0, train), rowsFrom(0, site.length))
  expectClose(found, residuals, storedAsF32)
})

import { describe, expect, test } from 'vitest'
import { correlation } from '../../../src/kernels/correlation.ts'
import { alignSubjects } from '../../../src/stages/feature/align-subjects.ts'
import { makeFeatures, matrixOf } from '../../../src/tables/features.ts'
import { concatTables } from '../../../src/tables/rows.ts'
import { type Table, textOf, wordsOf } from '../../../src/tables/table.ts'
import { normals } from '../../linalg-golden.ts'
import { fitApply } from '../../run-stage.ts'

const [voxels, scans, features] = [6, 40, 2]

/** A person who sees the same as others and shows it in voxels of their own; two runs. */
function person(name: string, seed: number, moments = scans): Table<'features'> {
  const film = normals(features * 2 * scans, 1)
  const [weights, noise] = [
    normals(features * voxels, seed),
    normals(2 * scans * voxels, seed + 99),
  ]
  const rows = Array.from({ length: 2 * scans }, (_, r) => r).filter((r) => r % scans < moments)
  const values = rows.flatMap((r) =>
    Array.from({ length: voxels }, (_, v) => {
      let shown = 0.3 * noise[r * voxels + v]
      for (let k = 0; k < features; k++) shown += weights[k * voxels + v] * film[r * features + k]
      return shown
    }),
  )
  const window = Int32Array.from(rows, (r) => r % scans)
  const run = rows.map((r) => (r < scans ? '1' : '2'))
  const same = (word: string) => textOf(rows.map(() => word))
  const keys = { subject: same(name), session: same('1'), run: textOf(run) }
  const moment = textOf(rows.map((r, i) => `${run[i]}:${String(r % scans).padStart(3, '0')}`))
  const spans = { window, startS: Float64Array.from(window), endS: Float64Array.from(window) }
  const all = { ...keys, recording: textOf(run.map((r) => `${name}_${r}`)), moment }
  return makeFeatures(all, spans, Float32Array.from(values), { labels: '["moment"]' })
}

const train = concatTables([person('a', 10), person('b', 20), person('c', 30)])
const input = person('d', 40)
const column = (table: Table<'features'>, d: number) => {
  const { values, cols } = matrixOf(table)
  return Array.from({ length: scans }, (_, r) => values[r * cols + d])
}
const ofSubject = (options: object, rows = input) =>
  fitApply(
    alignSubjects,
    { fitRuns: ['1'], features, ...options },
    { train, input: rows },
  ) as Table<'features'>

describe('alignSubjects', () => {
  test.each(['srm', 'deterministicSrm', 'hyperalign', 'sgpfa'] as const)(
    '%s: somebody new sees the second run as the others do',
    (method) => {
      const own = ofSubject({ method })
      const other = ofSubject({ method }, person('a', 10))
      expect(new Set(wordsOf(own, 'run'))).toEqual(new Set(['2']))
      const before = correlation(column(person('d', 40), 0), column(person('a', 10), 0))
      const after = correlation(column(own, 0), column(other, 0))
      expect(after).toBeGreaterThan(0.8)
      expect(after).toBeGreaterThan(before)
    },
  )

  test('the certificate is told whose rows maps were fitted on', () => {
    const given = alignSubjects.options.parse({ fitRuns: ['1'], features })
    const fitted = alignSubjects.fit(train, given, { tables: {}, seed: 0 })
    expect(alignSubjects.describe?.(fitted)).toMatchObject({ subjects: 3, rows: scans })
    expect(alignSubjects.transductive).toBe(true)
  })

  test('a missing run, missing moments and too many features are refused', () => {
    expect(() => ofSubject({ fitRuns: ['9'] })).toThrow(/split-impossible/)
    expect(() => ofSubject({}, person('d', 40, 30))).toThrow(/length-mismatch/)
    expect(() => ofSubject({ features: 7 })).toThrow(/stage-options.*features/)
  })
})

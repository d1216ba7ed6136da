import { expect, test } from 'vitest'
import { reho } from '../../../src/stages/feature/reho.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import { type Table, withMeta } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { fmriStagesGolden, storedAsF32, voxelRun } from '../../fmri-stages-golden.ts'
import { hashed } from '../../linalg-golden.ts'

const grid = { shape: [3, 1, 1], affine: [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1] }
const segment = {
  channels: ['0,0,0', '1,0,0', '9,0,0'],
  startS: 0,
  rateHz: 1,
  values: Float32Array.of(1, 2, 3, 4, 2, 3, 9, 10, 5, 1, 4, 2),
  index: 0,
}
const signals = makeSignals(recordingOf(), [segment], 'percent')
const run = (input: Table) =>
  reho.run(input, reho.options.parse({}), { tables: {}, seed: 0 }) as Table<'features'>

test('neighbours that rise together agree wholly; a voxel alone has 0', () => {
  const out = run(withMeta(signals, { grid: JSON.stringify(grid) }))
  expect([...matrixOf(out).values]).toEqual([1, 1, 0])
  expect(out.meta.grid).toBe(JSON.stringify(grid))
})

test('channels that are no voxels are refused', () => {
  expect(() => run(signals)).toThrow(/stage-options.*reho/)
})

test.each(Object.entries(fmriStagesGolden.homogeneity.cases))(
  'with the neighbours at %s agrees with scipy.stats.friedmanchisquare',
  (_, { radius, values: expected }) => {
    const { scans, voxels } = fmriStagesGolden.homogeneity
    const [own, shared] = [hashed(36, scans), hashed(1, scans)]
    const values = Float32Array.from({ length: (voxels.length / 3) * scans }, (__, i) => {
      return own[i] + 3 * shared[i % scans] + Math.floor(i / scans) * 1e-3
    })
    const input = voxelRun(fmriStagesGolden.homogeneity, values)
    const out = reho.run(input, reho.options.parse({ radius }), { tables: {}, seed: 0 })
    expectClose(matrixOf(out as Table<'features'>).values, expected, storedAsF32)
  },
)

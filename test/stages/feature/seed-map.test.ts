import { expect, test } from 'vitest'
import { correlation } from '../../../src/kernels/correlation.ts'
import { seedMap } from '../../../src/stages/feature/seed-map.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import { type Table, withMeta } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { fmriStagesGolden, storedAsF32, voxelRun } from '../../fmri-stages-golden.ts'
import { hashed, normals } from '../../linalg-golden.ts'

const affine = [3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]
const grid = JSON.stringify({ shape: [4, 1, 1], affine })
const values = Float32Array.from(normals(40, 2))
const channels = ['0,0,0', '1,0,0', '2,0,0', '3,0,0']
const segment = { channels, startS: 0, rateHz: 1, values, index: 0 }
const signals = withMeta(makeSignals(recordingOf(), [segment], 'percent'), { grid })
const row = (v: number) => values.subarray(10 * v, 10 * v + 10)
const why = { absolute: 1e-6, why: 'features are stored in f32' }

function run(options: object) {
  const given = seedMap.options.parse(options)
  const out = seedMap.run(signals, given, { tables: {}, seed: 0 }) as Table<'features'>
  return matrixOf(out).values
}

test('a seed by name', () => {
  const expected = channels.map((_, v) => correlation(row(v), row(1)))
  expectClose(run({ channels: ['1,0,0'] }), expected, why)
  const z = expected.map((r, v) => (v === 1 ? Math.atanh(0.999999) : Math.atanh(r)))
  expectClose(run({ channels: ['1,0,0'], fisherZ: true }), z, why)
})

test('a seed by place is the mean of the voxels around it', () => {
  const mean = row(0).map((value, t) => (value + row(1)[t]) / 2)
  const expected = channels.map((_, v) => correlation(row(v), mean))
  expectClose(run({ mm: [1, 0, 0], radiusMm: 2 }), expected, why)
})

test('a seed outside, an unknown one and none are refused', () => {
  expect(() => run({ mm: [99, 0, 0] })).toThrow(/stage-options.*voxels/)
  expect(() => run({ channels: ['V1'] })).toThrow(/channel-missing/)
  expect(() => run({})).toThrow(/exactly one/)
})

test.each(fmriStagesGolden.seeded.cases)('around $mm agrees with nilearn', (one) => {
  const { mm, radiusMm } = one
  const { scans, voxels } = fmriStagesGolden.seeded
  const series = Float32Array.from(hashed(voxels.length / 3, scans))
  const input = voxelRun(fmriStagesGolden.seeded, series)
  for (const fisherZ of [false, true]) {
    const given = seedMap.options.parse({ mm, radiusMm, fisherZ })
    const out = seedMap.run(input, given, { tables: {}, seed: 0 }) as Table<'features'>
    expectClose(matrixOf(out).values, fisherZ ? one.z : one.r, storedAsF32)
  }
})

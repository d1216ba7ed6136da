import { expect, test } from 'vitest'
import { alff } from '../../../src/stages/feature/alff.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { makeSignals } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { fmriGolden } from '../../fmri-golden.ts'
import { hashed } from '../../linalg-golden.ts'

const golden = fmriGolden<{ alff: Record<string, number[]>; falff: Record<string, number[]> }>(
  'regional.json',
)
const channels = Array.from({ length: 8 }, (_, c) => `v${c}`)
const values = Float32Array.from(hashed(8, 60))
const segment = { channels, startS: 0, rateHz: 0.5, values, index: 0 }
const signals = makeSignals(recordingOf(), [segment], 'percent')
const run = (options: object) => {
  const out = alff.run(signals, alff.options.parse(options), { tables: {}, seed: 0 })
  return out as Table<'features'>
}
const why = { relative: 1e-6, why: 'features are stored in f32' }

test('amplitudes of the band and their share', () => {
  expectClose(matrixOf(run({})).values, golden.alff['60'], why)
  expectClose(matrixOf(run({ fraction: true })).values, golden.falff['60'], why)
  expect(run({}).meta.unit).toBe('percent')
})

test('over the mean of all, the mean is 1', () => {
  const { values: out } = matrixOf(run({ overMean: true }))
  expectClose([out.reduce((sum, value) => sum + value, 0) / 8], [1], why)
})

test('a band without a frequency is refused', () => {
  expect(() => run({ bandHz: [0.001, 0.002] })).toThrow(/stage-options.*bandHz/)
})

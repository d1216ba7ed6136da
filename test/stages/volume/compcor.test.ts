import { describe, expect, test } from 'vitest'
import { highVariance } from '../../../src/kernels/high-variance.ts'
import { compcor } from '../../../src/stages/volume/compcor.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { timeseries } from '../../timeseries-golden.ts'
import { exampleRecording } from './example-volumes.ts'

const { rows, signals } = timeseries.variance
const values = Float32Array.from(signals)
const channels = Array.from({ length: rows }, (_, r) => `v${r}`)
const table = makeSignals(
  exampleRecording,
  [{ channels, startS: 0, rateHz: 0.5, values, index: 0 }],
  'arbitrary',
)

function run(options: object) {
  const out = compcor.run(table, compcor.options.parse(options), { tables: {}, seed: 0 })
  return segmentsOf(out as Table<'signals'>)[0]
}

describe('compcor', () => {
  test('what is left is orthogonal to the components', () => {
    const options = { components: 3, percent: 20, detrend: true }
    const left = run(options)
    const found = highVariance(values, rows, options)
    const { samples } = left
    for (let k = 0; k < 3; k++) {
      const mean =
        found.subarray(k * samples, (k + 1) * samples).reduce((s, v) => s + v, 0) / samples
      for (let r = 0; r < rows; r++) {
        let dot = 0
        for (let t = 0; t < samples; t++) {
          dot += (found[k * samples + t] - mean) * left.values[r * samples + t]
        }
        expect(Math.abs(dot)).toBeLessThan(1e-4)
      }
    }
  })

  test('refuses more components than it looks at rows', () => {
    expect(() => run({ components: 5, percent: 2 })).toThrow(/stage-options/)
    expect(() => run({ components: 39, percent: 100 })).toThrow(/signal-too-short/)
  })
})

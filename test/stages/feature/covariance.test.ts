import { describe, expect, test } from 'vitest'
import { covariance } from '../../../src/stages/feature/covariance.ts'
import { matrixOf } from '../../../src/tables/features.ts'
import { keysFor, labelsMeta } from '../../../src/tables/keys.ts'
import type { SegmentSamples } from '../../../src/tables/signals.ts'
import { segmentColumns } from '../../../src/tables/signals.ts'
import { f64Of, i32Of, makeTable, type Table, wordsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { recordingOf } from '../../fixtures/tables.ts'
import { linalgGolden } from '../../linalg-golden.ts'

const context = { tables: {}, seed: 0 }

/** Windows of one recording, at 10 Hz and one second apart. */
function windows(parts: readonly Partial<SegmentSamples>[]): Table<'windows'> {
  const recording = recordingOf()
  const segments = parts.map((part, index) => {
    const made = { channels: ['a', 'b'], startS: index, rateHz: 10, index, ...part }
    return { values: new Float32Array(2 * made.channels.length), ...made }
  })
  const rows = segments.reduce((sum, segment) => sum + segment.channels.length, 0)
  const columns = { ...keysFor(recording, rows), ...segmentColumns(segments, 'window') }
  return makeTable('windows', columns, { unit: 'uV', ...labelsMeta(recording) })
}

function run(table: Table<'windows'>, options = {}): Table<'matrices'> {
  const given = covariance.options.parse(options)
  return covariance.run(table, given, context) as Table<'matrices'>
}

describe('covariance', () => {
  test('each window gives a matrix, with its span, labels, unit and channels', () => {
    const values = Float32Array.of(1, 3, 2, 6)
    const out = run(windows([{ values }, { values }]), { estimator: 'sample' })
    expect(Array.from(matrixOf(out).values)).toEqual([2, 4, 4, 8, 2, 4, 4, 8])
    expect([...i32Of(out, 'window'), ...f64Of(out, 'endS')]).toEqual([0, 1, 0.2, 1.2])
    expect(wordsOf(out, 'task')).toEqual(['rest', 'rest'])
    expect(out.meta).toMatchObject({ unit: 'uV²', names: '["a","b"]' })
  })

  test('about 0 the mean stays in, and sample is divided by T', () => {
    const values = Float32Array.of(1, 3, 2, 6)
    const out = run(windows([{ values }]), { estimator: 'sample', center: false })
    expect(Array.from(matrixOf(out).values)).toEqual([5, 10, 10, 20])
  })

  test('by default it is the OAS estimate of scikit-learn', () => {
    const [golden] =
      linalgGolden<{ channels: number; x: number[]; oas: number[] }[]>('covariance.json')
    const channels = Array.from({ length: golden.channels }, (_, c) => `c${c}`)
    const out = run(windows([{ channels, values: Float32Array.from(golden.x) }]))
    const why = 'stored in f32'
    expectClose(matrixOf(out).values, golden.oas, { relative: 1e-6, why })
  })

  test('windows of other channels, of two rates, or of one sample are refused', () => {
    const other = windows([{}, { channels: ['a', 'c'] }])
    expect(() => run(other)).toThrow(/length-mismatch.*window 1/)
    const rates = windows([
      { channels: ['a'] },
      { channels: ['b'], index: 0, startS: 0, rateHz: 5 },
    ])
    expect(() => run(rates)).toThrow(/rates-differ/)
    const short = windows([{ values: Float32Array.of(1, 2) }])
    expect(() => run(short)).toThrow(/signal-too-short/)
  })
})

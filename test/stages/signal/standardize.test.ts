import { describe, expect, test } from 'vitest'
import { momentScaling, robustScaling } from '../../../src/kernels/scaling.ts'
import { standardize } from '../../../src/stages/signal/standardize.ts'
import { makeFeatures } from '../../../src/tables/features.ts'
import { keysFor } from '../../../src/tables/keys.ts'
import { withSensors } from '../../../src/tables/sensors.ts'
import { listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { normalizeGolden } from '../../normalize-golden.ts'
import { fitApply, issuesOf } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

type Columns = { centre: number[]; scale: number[] }
const golden = signalGolden<{ z: Columns; robust: Columns }>('scaling.json')

/** The golden input as a features table: column 2 is constant, row 3 of column 1 is NaN. */
function features() {
  const x = signalInput(4, 60)
  const values = Float32Array.from({ length: 240 }, (_, i) => x[(i % 4) * 60 + (i >> 2)])
  for (let r = 0; r < 60; r++) values[4 * r + 2] = 7
  values[3 * 4 + 1] = Number.NaN
  const who = { subject: 'A', session: '1', run: '1', recording: 'A_1', labels: {} }
  const zeros = new Float64Array(60)
  const spans = { window: new Int32Array(60), startS: zeros, endS: zeros }
  return makeFeatures(keysFor(who, 60), spans, values, { names: '["p","q","r","s"]' })
}

describe('standardize', () => {
  test.each(['z', 'robust'] as const)('features over training rows equal scikit-learn: %s', (m) => {
    const table = features()
    const out = fitApply(standardize, { method: m }, { train: table })
    const { centre, scale } = golden[m]
    const { values } = listsOf(table, 'features')
    const expected = values.map((v, i) => (v - centre[i % 4]) / scale[i % 4])
    expectClose(listsOf(out, 'features').values, expected, stored())
    expect(out.meta.names).toBe(table.meta.names)
  })

  test('a channel is scaled over all of its training rows, by name', () => {
    const train = signalsOf([
      { channels: ['a', 'b'], values: Float32Array.of(1, 3, 10, 30) },
      { channels: ['b', 'a'], values: Float32Array.of(50, 70, 5, 7), startS: 9 },
    ])
    const input = signalsOf([{ channels: ['b', 'a'], values: Float32Array.of(40, 40, 4, 4) }])
    const out = fitApply(standardize, {}, { train, input })
    expect([...listsOf(out, 'samples').values]).toEqual([0, 0, 0, 0])
    const whole = fitApply(standardize, { over: 'recording' }, { train })
    const { centre, scale } = momentScaling([[1, 3, 5, 7]])
    expectClose(listsOf(whole, 'samples').values.subarray(0, 1), [(1 - centre) / scale], stored())
  })

  test('over a channel each row is scaled by itself', () => {
    const input = signalsOf([{ channels: ['a', 'b'], values: signalInput(2, 50) }])
    const train = signalsOf([{ channels: ['z'], values: new Float32Array(3) }])
    const out = fitApply(standardize, { over: 'channel', method: 'robust' }, { train, input })
    const row = signalInput(2, 50).subarray(50)
    const { centre, scale } = robustScaling([row])
    const expected = row.map((v) => (v - centre) / scale)
    expectClose(listsOf(out, 'samples').values.subarray(50), expected, stored())
  })

  test.each(['quantile', 'range'] as const)('rows equal NumPy and scikit-learn: %s', (method) => {
    const train = signalsOf([{ channels: ['a', 'b', 'c'], values: signalInput(3, 120) }])
    const out = fitApply(standardize, { over: 'channel', method }, { train })
    expectClose(listsOf(out, 'samples').values, normalizeGolden[method], stored())
    expect(out.meta.unit).toBe('1')
  })

  test('over a window all channels have one scale', () => {
    const values = signalInput(2, 50)
    const train = signalsOf([{ channels: ['a', 'b'], values }])
    const { centre, scale } = momentScaling([values])
    const out = fitApply(standardize, { over: 'window' }, { train })
    const expected = values.map((v) => (v - centre) / scale)
    expectClose(listsOf(out, 'samples').values, expected, stored())
  })

  test('over a type, channels of one type have a scale, to which epsilon is added', () => {
    const values = Float32Array.of(1, 3, -1, -3, 100, 300)
    const plain = signalsOf([{ channels: ['a', 'b', 'm'], values }])
    const train = withSensors(plain, { a: { type: 'eeg' }, b: { type: 'eeg' }, m: { type: 'mag' } })
    const out = fitApply(standardize, { over: 'type', epsilon: 2 }, { train })
    const by = Math.sqrt(5) + 2
    const expected = [1 / by, 3 / by, -1 / by, -3 / by, -100 / 102, 100 / 102]
    expectClose(listsOf(out, 'samples').values, expected, stored())
  })

  test('each type may have its own epsilon: 0 for others, eeg where nothing is known', () => {
    const values = Float32Array.of(1, 3, -100, 100, 10, 30, 5, 15)
    const plain = signalsOf([{ channels: ['a', 'm', 'g', 'x'], values }])
    const types = { a: { type: 'eeg' }, m: { type: 'mag' }, g: { type: 'grad' } } as const
    const epsilon = { eeg: 1, mag: 100 }
    const given = { train: withSensors(plain, types) }
    const out = fitApply(standardize, { over: 'type', epsilon }, given)
    const expected = [-0.5, 0.5, -0.5, 0.5, -1, 1, -5 / 6, 5 / 6]
    expectClose(listsOf(out, 'samples').values, expected, stored())
    for (const over of ['window', 'training'] as const) {
      expect(issuesOf(standardize, { kind: 'signals' }, { over, epsilon })).toEqual(['epsilon'])
    }
    expect(standardize.options.safeParse({ epsilon: { egg: 1 } }).success).toBe(false)
  })

  test('a clamp brings what lies outside to its ends, infinities too; NaN stays', () => {
    const values = Float32Array.of(-9, -1, 0, 1, 9, Number.NaN)
    const train = signalsOf([{ channels: ['a'], values }])
    const input = signalsOf([{ channels: ['a'], values: Float32Array.of(-99, 0, Infinity, NaN) }])
    const options = { over: 'recording', method: 'robust', clamp: 20 } as const
    const out = fitApply(standardize, options, { train, input })
    expect([...listsOf(out, 'samples').values]).toEqual([-20, 0, 20, NaN])
  })

  test('only over training it belongs to the fold', () => {
    const scope = (over: string) => standardize.scopeOf?.(standardize.options.parse({ over }))
    expect(['training', 'recording', 'channel'].map(scope)).toEqual([
      'fold',
      'recording',
      'recording',
    ])
  })

  test('features over a channel and channels that were not fitted are refused', () => {
    expect(issuesOf(standardize, { kind: 'features' }, { over: 'channel' })).toEqual(['over'])
    expect(() => fitApply(standardize, { over: 'channel' }, { train: features() })).toThrow(
      /stage-options/,
    )
    const train = signalsOf([{ channels: ['a'], values: Float32Array.of(1, 2) }])
    const input = signalsOf([{ channels: ['b'], values: Float32Array.of(1, 2) }])
    expect(() => fitApply(standardize, {}, { train, input })).toThrow(/channel-missing/)
  })
})

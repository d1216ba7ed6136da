import { describe, expect, test } from 'vitest'
import { confounds } from '../../../src/stages/volume/confounds.ts'
import { makeConfounds } from '../../../src/tables/confounds.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { exampleRecording, golden } from './example-volumes.ts'

interface Golden {
  samples: number
  signals: number[]
  confounds: number[]
  plain: number[]
  derivatives: number[]
  full: number[]
  collinear: number[]
}

const file = golden<Golden>('confounds.json')
const signals = signalsOf(Float32Array.from(file.signals), ['a', 'b', 'c', 'd'])
const columns = Object.fromEntries(
  ['x', 'y', 'z'].map((name, k) => [
    name,
    file.confounds.slice(k * file.samples, (k + 1) * file.samples),
  ]),
)

function signalsOf(values: Float32Array, channels: string[]) {
  const segment = { channels, startS: 0, rateHz: 0.5, values, index: 0 }
  return makeSignals(exampleRecording, [segment], 'arbitrary')
}

function cleaned(options: object, table = makeConfounds(exampleRecording, columns)) {
  const context = { tables: { confounds: table }, seed: 0 }
  const out = confounds.run(signals, confounds.options.parse(options), context)
  return segmentsOf(out as Table<'signals'>)[0].values
}

const close = { relative: 1e-7, why: 'signals are stored as f32' }

describe('confounds', () => {
  test('agrees with nilearn, with derivatives and squares as well', () => {
    expectClose(cleaned({}), file.plain, close)
    expectClose(cleaned({ derivatives: true }), file.derivatives, close)
    expectClose(cleaned({ derivatives: true, squares: true }), file.full, close)
  })

  test('collinear and constant columns change nothing', () => {
    const more = {
      ...columns,
      again: columns.x.map((value) => 2 * value + 1),
      three: columns.x.map(() => 3),
    }
    expectClose(cleaned({}, makeConfounds(exampleRecording, more)), file.collinear, close)
  })

  test('a missing first value becomes the second one; another is an error', () => {
    const first = { x: columns.x.with(0, Number.NaN) }
    const second = { x: columns.x.with(0, columns.x[1]) }
    const filled = cleaned({}, makeConfounds(exampleRecording, first))
    expect([...filled]).toEqual([...cleaned({}, makeConfounds(exampleRecording, second))])
    const later = { x: columns.x.with(3, Number.NaN) }
    expect(() => cleaned({}, makeConfounds(exampleRecording, later))).toThrow(/non-finite.*scan 3/)
  })

  test('refuses other lengths, missing columns, and as many regressors as scans', () => {
    const short = { x: columns.x.slice(1) }
    expect(() => cleaned({}, makeConfounds(exampleRecording, short))).toThrow(/length-mismatch/)
    expect(() => cleaned({ columns: ['q'] })).toThrow(/column-missing/)
    const many = Object.fromEntries(columns.x.map((_, k) => [`c${k}`, columns.x]))
    expect(() => cleaned({}, makeConfounds(exampleRecording, many))).toThrow(/signal-too-short/)
  })
})

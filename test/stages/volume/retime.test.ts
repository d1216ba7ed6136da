import { describe, expect, test } from 'vitest'
import { retime } from '../../../src/stages/volume/retime.ts'
import { makeSignals, segmentsOf } from '../../../src/tables/signals.ts'
import type { Table } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { fmriStagesGolden, hashedRun, storedAsF32 } from '../../fmri-stages-golden.ts'
import { exampleRecording } from './example-volumes.ts'

const values = Float32Array.from({ length: 12 }, (_, t) => (t < 6 ? t ** 3 : 2 * t))
const segment = { channels: ['cube', 'line'], startS: 4, rateHz: 0.5, values, index: 0 }
const signals = makeSignals(exampleRecording, [segment], 'arbitrary')

function run(options: object) {
  const out = retime.run(signals, retime.options.parse(options), { tables: {}, seed: 0 })
  return segmentsOf(out as Table<'signals'>)[0]
}

describe('retime', () => {
  test('a spline gives a cubic and a line exactly', () => {
    const { startS, rateHz, samples, values: found } = run({ trS: 1.5, offsetS: 1 })
    expect([startS, rateHz, samples]).toEqual([5, 1 / 1.5, 7])
    const at = Array.from({ length: 7 }, (_, k) => 0.5 + 0.75 * k)
    const expected = [...at.map((t) => t ** 3), ...at.map((t) => 2 * (t + 6))]
    expectClose(found, expected, { relative: 1e-6, why: 'kept as f32' })
  })

  test('lines lie between scans; the same repetition time changes nothing', () => {
    expect([...run({ trS: 1, method: 'linear' }).values.subarray(0, 4)]).toEqual([0, 0.5, 1, 4.5])
    expect([...run({ trS: 2 }).values]).toEqual([...values])
  })

  test('refuses an offset beyond the end', () => {
    expect(() => run({ trS: 2, offsetS: 11 })).toThrow(/signal-too-short/)
  })
})

test.each(fmriStagesGolden.retimed)(
  'to $trS s from $offsetS s agrees with SciPy and NumPy',
  (one) => {
    const { trS, offsetS, scans } = one
    for (const method of ['cubic', 'linear', 'nearest'] as const) {
      const options = retime.options.parse({ trS, offsetS, method })
      const out = retime.run(hashedRun(3, 25, 2), options, { tables: {}, seed: 0 })
      const [found] = segmentsOf(out as Table<'signals'>)
      expect([found.samples, found.startS]).toEqual([scans, offsetS])
      expectClose(found.values, one[method], storedAsF32)
    }
  },
)

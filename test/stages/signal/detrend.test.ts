import { expect, test } from 'vitest'
import { detrend } from '../../../src/stages/signal/detrend.ts'
import { f64Of, listsOf } from '../../../src/tables/table.ts'
import { expectClose } from '../../close.ts'
import { runStage } from '../../run-stage.ts'
import { signalGolden, signalInput, signalsOf, stored } from '../../signal-golden.ts'

const golden = signalGolden<{ constant: number[]; linear: number[] }>('rows.json')
const table = signalsOf([{ channels: ['a', 'b', 'c'], values: signalInput(3, 400) }])

test('each row loses its mean or its line, as in SciPy', async () => {
  for (const order of ['constant', 'linear'] as const) {
    const out = await runStage(detrend, table, { order })
    expectClose(listsOf(out, 'samples').values, golden[order], stored())
  }
})

test('segments of different lengths are worked on one by one', async () => {
  const uneven = signalsOf([
    { channels: ['a'], values: Float32Array.of(1, 2, 3) },
    { channels: ['a'], values: Float32Array.of(5, 5), startS: 9 },
  ])
  const out = await runStage(detrend, uneven, {})
  expect([...listsOf(out, 'samples').values].map((v) => Math.abs(v) < 1e-6)).toEqual(
    new Array(5).fill(true),
  )
})

test('polynomials and slow cosines leave nothing of themselves', async () => {
  const curve = Float32Array.from({ length: 40 }, (_, t) => 500 + 3 * t - 0.2 * t * t)
  const slow = Float32Array.from({ length: 40 }, (_, t) => {
    return 7 + 5 * Math.cos((Math.PI * 2 * (t + 0.5)) / 40)
  })
  const left = async (values: Float32Array, options: object) => {
    const out = await runStage(detrend, signalsOf([{ channels: ['a'], values }]), options)
    return Math.max(...listsOf(out, 'samples').values.map(Math.abs))
  }
  const rateHz = listsRate()
  expect(await left(curve, { order: 'polynomial' })).toBeLessThan(1e-3)
  expect(await left(curve, { order: 'polynomial', degree: 1 })).toBeGreaterThan(10)
  expect(await left(slow, { order: 'cosine', lowHz: 0.04 * rateHz })).toBeLessThan(1e-5)
  expect(await left(slow, { order: 'cosine', lowHz: 0.014 * rateHz })).toBeGreaterThan(1)
  const short = left(curve.subarray(0, 3), { order: 'polynomial', degree: 3 })
  await expect(short).rejects.toThrow(/signal-too-short/)
})

/** The rate of the tables above, Hz. */
function listsRate(): number {
  return f64Of(table, 'rateHz')[0]
}

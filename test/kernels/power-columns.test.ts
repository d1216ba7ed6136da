import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { powerColumns } from '../../src/kernels/power-columns.ts'
import { expectClose } from '../close.ts'

const file = new URL('../golden/encoders/seizures.json', import.meta.url)
const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly rateHz: number
  readonly x: number[]
  /** Every seventh column of two signals, shape [2, 100, 5]. */
  readonly columns: number[]
}

describe('power columns', () => {
  test('as brainmaze makes them', () => {
    const half = golden.x.length / 2
    const found = [0, 1].flatMap((signal) => {
      const x = Float32Array.from(golden.x.slice(signal * half, (signal + 1) * half))
      const all = powerColumns(x, golden.rateHz)
      const count = all.length / 100
      return Array.from(all).filter((_, i) => (i % count) % 7 === 0)
    })
    expectClose(found, golden.columns, { absolute: 1e-5, why: 'six digits are kept of them' })
  })

  test('a flat stretch is 0, and so is a frequency that never changes', () => {
    const x = Float32Array.from({ length: 1000 }, (_, t) => (t < 600 ? 3 : Math.sin(t * 0.7)))
    const found = powerColumns(x, 200)
    expect(found.length).toBe(100 * 9)
    for (let f = 0; f < 100; f++) expect(found[f * 9]).toBe(0)
    expect(powerColumns(new Float32Array(400), 200).every((v) => v === 0)).toBe(true)
  })

  test('refuses other rates and short signals', () => {
    expect(() => powerColumns(new Float32Array(400), 201)).toThrow(RangeError)
    expect(() => powerColumns(new Float32Array(400), 100)).toThrow(RangeError)
    expect(() => powerColumns(new Float32Array(199), 200)).toThrow(RangeError)
  })
})

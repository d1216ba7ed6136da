import { describe, expect, test } from 'vitest'
import { segmentSpectra } from '../../src/kernels/segment-spectra.ts'
import { welch } from '../../src/kernels/welch.ts'
import { welchSegments } from '../../src/kernels/welch-segments.ts'
import { expectClose } from '../close.ts'
import { signalInput } from '../signal-golden.ts'

describe('segmentSpectra', () => {
  test.each([40, 34])('their mean power is the density of Welch, segments of %i', (segment) => {
    const options = { rateHz: 100, segment }
    const x = signalInput(3, 200)
    const bins = segment / 2 + 1
    const { values, count } = segmentSpectra(x, 3, options, { from: 0, to: bins })
    const { scale } = welchSegments(200, options)
    const found = Array.from({ length: 3 * bins }, (_, i) => {
      const [c, k] = [Math.floor(i / bins), i % bins]
      const own = values.subarray((k * 3 + c) * 2 * count, (k * 3 + c + 1) * 2 * count)
      return 2 * scale[k] * own.reduce((sum, value) => sum + value * value, 0)
    })
    expectClose(found, welch(x, 3, options), { relative: 1e-12, why: 'f64' })
  })

  test('some frequencies alone are what they are among all', () => {
    const x = signalInput(2, 100)
    const options = { rateHz: 100, segment: 20, shared: 0 }
    const all = segmentSpectra(x, 2, options, { from: 0, to: 11 })
    const some = segmentSpectra(x, 2, options, { from: 3, to: 5 })
    expect(some.count).toBe(5)
    expect(some.values).toEqual(all.values.slice(3 * 20, 5 * 20))
  })
})

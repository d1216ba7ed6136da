import { describe, expect, test } from 'vitest'
import { electrodePositions } from '../../src/kernels/electrode-positions.ts'
import { mixChannels } from '../../src/kernels/mix-channels.ts'
import { surfaceLaplacian } from '../../src/kernels/surface-laplacian.ts'
import { cleaningGolden, relativeError } from '../cleaning-golden.ts'

interface Golden {
  readonly places: number[]
  readonly x: number[]
  readonly cases: { order: number; ridge: number; radiusM: number; density: number[] }[]
}
const golden = cleaningGolden<Golden>('density.json')
const places = electrodePositions(['Fp1', 'Fp2', 'C3', 'C4', 'O1', 'O2', 'Cz'])

describe('surfaceLaplacian', () => {
  test.each(golden.cases)('is that of MNE, order $order', ({ density, ...options }) => {
    const known = Float64Array.from(golden.places)
    const x = Float32Array.from(golden.x)
    const samples = x.length / (known.length / 3)
    const out = mixChannels(surfaceLaplacian(known, options), x, samples)
    const found = out.filter((_, i) => (i % samples) % 7 === 0)
    expect(relativeError(found, density)).toBeLessThan(1e-6)
  })

  test('a constant has no density, and a smaller head a larger one', () => {
    const weights = surfaceLaplacian(places)
    const most = Math.max(...weights.map(Math.abs))
    for (let c = 0; c < 7; c++) {
      const sum = weights.subarray(7 * c, 7 * c + 7).reduce((a, b) => a + b, 0)
      expect(Math.abs(sum) / most).toBeLessThan(1e-10)
    }
    const half = surfaceLaplacian(places, { radiusM: 0.095 / 2 })
    expect(half[8] / weights[8]).toBeCloseTo(4, 10)
  })

  test('refuses a place without direction', () => {
    expect(() => surfaceLaplacian(new Float64Array(6))).toThrow(RangeError)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestLayers, layerPeaks, layerSummaries } from '../../src/evaluation/layer-scores.ts'

const courses = (...r: number[][]) => ({
  layers: r.map((_, k) => `layer${k + 1}`),
  r: r.map((one) => Float64Array.from(one)),
})
const nan = Number.NaN

describe('bestLayers', () => {
  test('of equal layers the first; none below the least, none where all are NaN', () => {
    const { depth, r } = bestLayers(courses([0.3, 0.1, nan, 0.5], [0.4, 0.1, nan, 0.5]), 0.2)
    expect([...depth]).toEqual([2, nan, nan, 1])
    expect([...r]).toEqual([0.4, nan, nan, 0.5])
  })
})

describe('layerPeaks', () => {
  const moments = { channels: ['a', 'b'], timesS: [0.1, 0.2] }

  test('the first of equal moments; none without a moment above the least', () => {
    const found = layerPeaks(courses([0.4, 0.4, 0.1, 0.2], [0, 0.6, nan, 0.3]), moments, 0.25)
    expect(found).toEqual([
      { layer: 0, channel: 'a', timeS: 0.1, r: 0.4 },
      { layer: 1, channel: 'a', timeS: 0.2, r: 0.6 },
      { layer: 1, channel: 'b', timeS: 0.2, r: 0.3 },
    ])
  })

  test('a table has a row for each layer, without what it has no number for', () => {
    const given = courses([0.4, 0.1, 0.1, 0.2], [0, 0.6, nan, 0.3])
    const best = bestLayers(given, 0.35)
    const [first, second] = layerSummaries(given, best, { least: 0.35, moments })
    expect(first).toEqual({ layer: 'layer1', r: 0.2, best: 1, peakS: 0.1 })
    expect(second).toMatchObject({ best: 1, peakS: 0.2 })
    const [alone] = layerSummaries(courses([0.1]), bestLayers(courses([0.1]), 0.2), { least: 0.2 })
    expect(alone).toEqual({ layer: 'layer1', r: 0.1, best: 0 })
  })
})

describe('properties', () => {
  test('no layer is better than the best', () => {
    const r = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(r, r, (a, b) => {
        const { depth, r: best } = bestLayers(courses(a, b), -1)
        best.forEach((value, d) => {
          const known = Math.max(a[d], b[d])
          if (known > -1) expect([value, [a, b][depth[d] - 1][d]]).toEqual([known, known])
        })
      }),
      { seed: 1, numRuns: 50 },
    )
  })
})

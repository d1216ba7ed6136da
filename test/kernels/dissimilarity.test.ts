import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  crossnobis,
  dissimilarities,
  geodesic,
  geotopological,
} from '../../src/kernels/dissimilarity.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'
import { normals } from '../linalg-golden.ts'

interface Golden {
  conditions: number
  runs: number
  channels: number
  x: number[]
  condition: number[]
  run: number[]
  correlation: number[]
  euclidean: number[]
  crossnobis: number[]
  geodesic: number[]
  geotopological: number[]
}

const golden = fmriGolden<Golden>('rsa.json')
const { conditions, runs, channels } = golden
const sums = { relative: 1e-9, why: 'other order of sums in f64' }

function meansWhere(keeps: (row: number) => boolean): Float64Array {
  const out = new Float64Array(conditions * channels)
  const counts = new Float64Array(conditions)
  golden.condition.forEach((k, r) => {
    if (!keeps(r)) return
    counts[k]++
    for (let d = 0; d < channels; d++) out[k * channels + d] += golden.x[r * channels + d]
  })
  return out.map((sum, i) => sum / counts[Math.floor(i / channels)])
}

test('distances of mean patterns equal rsatoolbox', () => {
  const means = meansWhere(() => true)
  expectClose(dissimilarities(means, conditions, 'correlation'), golden.correlation, sums)
  expectClose(dissimilarities(means, conditions, 'euclidean'), golden.euclidean, sums)
})

test('cross-validated distances equal rsatoolbox', () => {
  const folds = Array.from({ length: runs }, (_, f) => f)
  const own = folds.flatMap((f) => [...meansWhere((row) => golden.run[row] === f)])
  const rest = folds.flatMap((f) => [...meansWhere((row) => golden.run[row] !== f)])
  const found = crossnobis(Float64Array.from(own), Float64Array.from(rest), runs, conditions)
  expectClose(found, golden.crossnobis, sums)
})

test('topological transforms equal rsatoolbox', () => {
  const rdm = Float64Array.from(golden.euclidean)
  expectClose(geodesic(rdm, conditions), golden.geodesic, sums)
  expectClose(geotopological(rdm, 0.2, 0.7), golden.geotopological, sums)
})

test('a constant pattern has no correlation with others', () => {
  expect([...dissimilarities(Float64Array.of(1, 1, 0, 2), 2, 'correlation')]).toEqual([NaN])
})

describe('properties', () => {
  test('distances do not change when patterns are shifted together', () => {
    const law = fc.property(
      fc.nat(1000),
      fc.double({ min: -5, max: 5, noNaN: true }),
      (seed, by) => {
        const x = normals(30, seed)
        const moved = x.map((value) => value + by)
        const plain = dissimilarities(x, 5, 'euclidean')
        expectClose(dissimilarities(moved, 5, 'euclidean'), plain, sums)
      },
    )
    fc.assert(law, { seed: 1, numRuns: 50 })
  })
})

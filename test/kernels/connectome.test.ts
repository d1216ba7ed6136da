import { expect, test } from 'vitest'
import { connectome } from '../../src/kernels/connectome.ts'
import { covariance } from '../../src/kernels/covariance.ts'
import { spdMean } from '../../src/kernels/spd-mean.ts'
import { symmetricVectors } from '../../src/kernels/symmetric-vector.ts'
import { tangentSpace, whitening } from '../../src/kernels/tangent-space.ts'
import { expectClose } from '../close.ts'
import { fmriGolden } from '../fmri-golden.ts'

interface Golden {
  subjects: number
  channels: number
  samples: number
  x: number[][]
  discarded: number[][]
  [kind: string]: unknown
}

const golden = fmriGolden<Golden>('connectome.json')
const { channels } = golden
const scaled = { triangle: 'lower', diagonal: 'scaled' } as const
const sums = { relative: 1e-10, why: 'other order of sums in f64' }
const words = {
  correlation: 'correlation',
  'partial correlation': 'partialCorrelation',
  covariance: 'covariance',
  precision: 'precision',
} as const

test.each(Object.entries(words))('%s equals nilearn', (kind, measure) => {
  golden.x.forEach((x, s) => {
    const shrunk = connectome(x, channels, measure, 'ledoitWolf')
    const expected = (golden[`ledoitWolf ${kind}`] as number[][])[s]
    expectClose(symmetricVectors(shrunk, channels, scaled), expected, sums)
    if (measure === 'covariance' || measure === 'precision') return
    const plain = connectome(x, channels, measure, 'sample')
    const without = (golden[`empirical ${kind}`] as number[][])[s]
    expectClose(symmetricVectors(plain, channels, scaled), without, sums)
  })
})

test('the diagonal can be left out', () => {
  const matrix = connectome(golden.x[0], channels, 'correlation', 'ledoitWolf')
  const layout = { triangle: 'lower', diagonal: 'discard' } as const
  expectClose(symmetricVectors(matrix, channels, layout), golden.discarded[0], sums)
})

test('tangent vectors equal those of nilearn, of which they have another scale and order', () => {
  const matrices = golden.x.flatMap((x) => [...covariance(x, channels, 'ledoitWolf')])
  const all = Float64Array.from(matrices)
  const { mean } = spdMean(all, channels, 'riemann')
  const ours = tangentSpace(all, channels, whitening(mean, channels))
  const norms = (x: ArrayLike<number>, rows: number) =>
    Array.from({ length: rows }, (_, r) => {
      const width = x.length / rows
      return Math.hypot(...Array.from({ length: width }, (_, d) => x[r * width + d]))
    })
  const theirs = (golden['ledoitWolf tangent'] as number[][]).flat()
  const expected = norms(theirs, golden.subjects).map((norm) => norm * Math.SQRT2)
  expectClose(norms(ours, golden.subjects), expected, {
    relative: 1e-6,
    why: 'its mean ends early',
  })
})

test('a constant channel has no correlation, and a singular covariance no inverse', () => {
  const x = [1, 2, 4, 3, 5, 5, 5, 5]
  expect([...connectome(x, 2, 'correlation', 'sample')]).toEqual([1, NaN, NaN, NaN])
  expect(() => connectome(x, 2, 'precision', 'sample')).toThrow(RangeError)
})

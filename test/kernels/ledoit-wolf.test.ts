import { expect, test } from 'vitest'
import { ledoitWolfShrinkage } from '../../src/kernels/ledoit-wolf.ts'
import { expectClose } from '../close.ts'
import { linalgGolden, times, transposed } from '../linalg-golden.ts'

interface Case {
  channels: number
  samples: number
  x: number[]
  shrinkage: number
}

test.each(linalgGolden<Case[]>('covariance.json'))('$channels x $samples equals sklearn', (c) => {
  const { channels, samples } = c
  const means = Array.from({ length: channels }, (_, i) =>
    c.x.slice(i * samples, (i + 1) * samples).reduce((sum, v) => sum + v / samples, 0),
  )
  const x = Float64Array.from(c.x, (v, i) => v - means[Math.floor(i / samples)])
  const outer = times(transposed(x, channels), x, samples)
  const lengths = Float64Array.from({ length: samples }, (_, t) => outer[t * (samples + 1)])
  const squares = outer.reduce((sum, v) => sum + (v / samples) ** 2, 0)
  const share = ledoitWolfShrinkage({ lengths, squares, variables: channels })
  const why = 'differences of nearly equal sums'
  expectClose([share], [c.shrinkage], { absolute: 1e-12, why })
})

test('constant variables are not shrunk', () => {
  const lengths = new Float64Array(5)
  expect(ledoitWolfShrinkage({ lengths, squares: 0, variables: 3 })).toBe(0)
})

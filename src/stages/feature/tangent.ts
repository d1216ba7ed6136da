import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type Metric, type SpdMean, spdMean } from '../../kernels/spd-mean.ts'
import { tangentSpace, whitening } from '../../kernels/tangent-space.ts'
import { defineFitStage } from '../../stage.ts'
import { definiteMatricesOf } from '../../tables/definite-matrices.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Maps covariance matrices to the tangent space at the mean of the training matrices: features of
 * length C (C + 1) / 2, named by pairs of channels, in units of log power.
 *
 * The reference is a mean in the metric chosen; the map is the Riemannian one whichever it is. With
 * `identity` it is the matrix logarithm: nothing is fitted, so it runs once a recording. A matrix
 * with NaN gives a row of NaN.
 *
 * @throws {NeurarrowError} `rank-deficient` when a matrix is not safely positive definite,
 *   `non-finite` when a training matrix is not finite, `not-converged`, `length-mismatch`
 * @see pyriemann.tangentspace.TangentSpace
 */
export const tangent = defineFitStage({
  use: 'tangent',
  title: 'Map matrices to the tangent space at their mean',
  reads: ['matrices'],
  writes: 'features',
  scope: 'fold',
  version: 4,
  cites: ['doi:10.1109/TBME.2011.2172210'],
  options: z.strictObject({
    reference: z
      .enum(['riemann', 'euclid', 'logEuclid', 'identity'])
      .default('riemann')
      .meta({
        description:
          'where the tangent space is taken: at a mean of the training matrices, or at the ' +
          'identity, which needs no training',
      }),
    convention: z
      .enum(['upper', 'nilearn'])
      .default('upper')
      .meta({
        description:
          'upper: the upper triangle, off-diagonal elements times the square root of 2; nilearn: ' +
          'the lower triangle, the diagonal over the square root of 2, and the mean ends where ' +
          "nilearn's does",
      }),
  }),
  scopeOf: ({ reference }) => (reference === 'identity' ? 'recording' : 'fold'),
  contextS: () => 0,
  fit(train, { reference, convention }): Fitted {
    const table = train as Table<'matrices'>
    if (reference === 'identity') return { channels: 0, iterations: 0, reference }
    const { values, channels } = definiteMatricesOf(table, { stage: 'tangent', finite: true })
    if (table.rows === 0) fail('length-mismatch', { stage: 'tangent', rows: 0 })
    const { mean, iterations, converged } = meanOf(values, channels, { reference, convention })
    if (!converged) fail('not-converged', { stage: 'tangent', reference, iterations })
    return { whiten: whitening(mean, channels), channels, iterations, reference }
  },
  apply(input, { whiten, channels: fitted }, { convention }) {
    const table = input as Table<'matrices'>
    const meta: Record<string, string> = { ...namesOf(table, convention), unit: '1' }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { cols } = matrixOf(table)
    if (whiten && cols !== fitted ** 2) {
      fail('length-mismatch', { stage: 'tangent', expected: fitted ** 2, found: cols })
    }
    const { values, channels } = definiteMatricesOf(table, { stage: 'tangent', finite: false })
    const upper = tangentSpace(values, channels, whiten ?? identity(channels))
    const out = convention === 'upper' ? upper : asLower(upper, channels)
    return withFeatures(table, Float32Array.from(out), meta)
  },
  describe: ({ reference, iterations, channels }) => ({ reference, iterations, channels }),
})

interface Fitted {
  /** Inverse square root of the reference, shape [C, C]; absent for the identity. */
  readonly whiten?: Float64Array
  readonly channels: number
  readonly iterations: number
  readonly reference: Metric | 'identity'
}

/** nilearn ends its mean once the norm of its gradient over the number of elements is 1e-7. */
function meanOf(
  values: Float64Array,
  channels: number,
  { reference, convention }: { reference: Metric; convention: 'upper' | 'nilearn' },
): SpdMean {
  const tolerance = convention === 'nilearn' ? 1e-7 * channels ** 2 : 1e-8
  return spdMean(values, channels, reference, tolerance)
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}

/** Upper triangles to lower ones over the square root of 2, row after row; shape is kept. */
function asLower(upper: Float64Array, n: number): Float64Array {
  const width = (n * (n + 1)) / 2
  const out = new Float64Array(upper.length)
  for (let from = 0; from < out.length; from += width) {
    for (let i = 0, to = from; i < n; i++) {
      for (let j = 0; j <= i; j++, to++) {
        out[to] = upper[from + j * n - (j * (j - 1)) / 2 + i - j] / Math.SQRT2
      }
    }
  }
  return out
}

/** Names of the pairs of channels, in the order of the triangle. */
function namesOf(table: Table<'matrices'>, convention: string): Record<string, string> {
  if (table.meta.names === undefined) return {}
  const channels = JSON.parse(table.meta.names) as string[]
  const pairs = channels.flatMap((a, i) => {
    const others = convention === 'upper' ? channels.slice(i) : channels.slice(0, i + 1)
    return others.map((b) => `${a}~${b}`)
  })
  return { names: JSON.stringify(pairs) }
}

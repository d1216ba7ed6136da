import * as z from 'zod'
import { fail } from '../../errors.ts'
import { type Metric, spdMean } from '../../kernels/spd-mean.ts'
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
  version: 1,
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
  }),
  scopeOf: ({ reference }) => (reference === 'identity' ? 'recording' : 'fold'),
  contextS: () => 0,
  fit(train, { reference }): Fitted {
    const table = train as Table<'matrices'>
    if (reference === 'identity') return { channels: 0, iterations: 0, reference }
    const { values, channels } = definiteMatricesOf(table, { stage: 'tangent', finite: true })
    if (table.rows === 0) fail('length-mismatch', { stage: 'tangent', rows: 0 })
    const { mean, iterations, converged } = spdMean(values, channels, reference)
    if (!converged) fail('not-converged', { stage: 'tangent', reference, iterations })
    return { whiten: whitening(mean, channels), channels, iterations, reference }
  },
  apply(input, { whiten, channels: fitted }) {
    const table = input as Table<'matrices'>
    const meta: Record<string, string> = { ...namesOf(table), unit: '1' }
    if (table.rows === 0) return withFeatures(table, new Float32Array(0), meta)
    const { cols } = matrixOf(table)
    if (whiten && cols !== fitted ** 2) {
      fail('length-mismatch', { stage: 'tangent', expected: fitted ** 2, found: cols })
    }
    const { values, channels } = definiteMatricesOf(table, { stage: 'tangent', finite: false })
    const rows = tangentSpace(values, channels, whiten ?? identity(channels))
    return withFeatures(table, Float32Array.from(rows), meta)
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

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0))
}

/** Names of the pairs of channels, in the order of the upper triangle. */
function namesOf(table: Table<'matrices'>): Record<string, string> {
  if (table.meta.names === undefined) return {}
  const channels = JSON.parse(table.meta.names) as string[]
  const pairs = channels.flatMap((a, i) => channels.slice(i).map((b) => `${a}~${b}`))
  return { names: JSON.stringify(pairs) }
}

import * as z from 'zod'
import { fail } from '../../errors.ts'
import { symmetricVectors, type VectorLayout, vectorPairs } from '../../kernels/symmetric-vector.ts'
import { defineStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import type { Table } from '../../tables/table.ts'

/**
 * Lays out each symmetric matrix as a vector of the elements below the diagonal, row after row, as
 * nilearn does, or above it; features are named `row~column`.
 *
 * @throws {NeurarrowError} `length-mismatch` when rows are not square, `stage-options` when a
 *   matrix of one channel has nothing beside its diagonal
 * @see nilearn.connectome.sym_matrix_to_vec (diagonal `scaled` or `discard`)
 */
export const vectorize = defineStage({
  use: 'vectorize',
  title: 'Lay out each symmetric matrix as a vector',
  reads: ['matrices'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    triangle: z
      .enum(['lower', 'upper'])
      .default('lower')
      .meta({ description: 'which half is taken, row after row' }),
    diagonal: z
      .enum(['discard', 'keep', 'scaled'])
      .default('discard')
      .meta({ description: 'scaled: divided by the square root of 2' }),
  }),
  contextS: () => 0,
  run(input, layout: VectorLayout) {
    const table = input as Table<'matrices'>
    if (table.rows === 0) return withFeatures(table, new Float32Array(0))
    const { values, cols } = matrixOf(table)
    const n = Math.round(Math.sqrt(cols))
    if (n * n !== cols) fail('length-mismatch', { stage: 'vectorize', values: cols })
    const out = Float32Array.from(symmetricVectors(values, n, layout))
    if (out.length === 0) fail('stage-options', { stage: 'vectorize', channels: n, ...layout })
    if (table.meta.names === undefined) return withFeatures(table, out)
    const channels = JSON.parse(table.meta.names) as string[]
    const pairs = vectorPairs(n, layout)
    const names = Array.from({ length: pairs.length / 2 }, (_, p) => {
      return `${channels[pairs[2 * p]]}~${channels[pairs[2 * p + 1]]}`
    })
    return withFeatures(table, out, { names: JSON.stringify(names) })
  },
})

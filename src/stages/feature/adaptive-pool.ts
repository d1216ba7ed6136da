import * as z from 'zod'
import { adaptivePool as pool } from '../../kernels/adaptive-pool.ts'
import { defineStage } from '../../stage.ts'
import { matrixOf, withFeatures } from '../../tables/features.ts'
import { columnsOf, makeTable } from '../../tables/table.ts'

/**
 * Brings vectors of any length to one length, so that people with other numbers of voxels can be
 * decoded together: feature i is the mean or the largest of those from floor(i N / M) up to
 * ceil((i + 1) N / M), in the order they have.
 *
 * Features lose names and places. A NaN stays in the bins that hold it. Vectors shorter than the
 * length are stretched: numbers repeat.
 *
 * @throws {NeurarrowError} `length-mismatch` when rows of one recording differ in length
 * @see torch.nn.AdaptiveAvgPool1d and AdaptiveMaxPool1d
 */
export const adaptivePool = defineStage({
  use: 'adaptivePool',
  title: 'Bring vectors of any length to one length, in bins',
  reads: ['features'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  options: z.strictObject({
    length: z.int().min(1).meta({ unit: 'features', description: 'how many features are left' }),
    by: z
      .enum(['mean', 'max'])
      .default('mean')
      .meta({ description: 'what stands for the features of a bin: their mean, or the largest' }),
  }),
  contextS: () => 0,
  run(input, { length, by }) {
    const { grid: _grid, parcels: _parcels, depth: _depth, ...meta } = input.meta
    const table = makeTable('features', columnsOf(input), meta)
    if (table.rows === 0) return withFeatures(table, new Float32Array(0))
    const { values, rows } = matrixOf(table)
    return withFeatures(table, pool(values, rows, length, by))
  },
})

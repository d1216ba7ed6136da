import * as z from 'zod'
import { fail } from '../../errors.ts'
import { edgeList } from '../../kernels/edge-list.ts'
import { defineStage } from '../../stage.ts'
import { makeFeatures, matrixOf } from '../../tables/features.ts'
import { labelNames } from '../../tables/keys.ts'
import { repeatKeys } from '../../tables/signals.ts'
import { f64Of, i32Of, type Table, textOf } from '../../tables/table.ts'

/**
 * Lists the edges of each matrix of a recording: a row for each pair of channels whose weight lies
 * above `above` in magnitude, with both names as the labels `from` and `to` and three features: the
 * numbers `i` and `j` of the channels, i below j, and the weight `w`.
 *
 * The diagonal is left out. A weight that is NaN stays an edge.
 *
 * @throws {NeurarrowError} `length-mismatch` when rows are not square
 * @see Kim, Ye & Kim (2021), Advances in Neural Information Processing Systems 34 (STAGIN)
 */
export const edges = defineStage({
  use: 'edges',
  title: 'List the edges of each matrix, a row a pair of channels',
  reads: ['matrices'],
  writes: 'features',
  scope: 'recording',
  version: 1,
  cites: ['arXiv:2105.13495'],
  options: z.strictObject({
    above: z.number().min(0).default(0).meta({
      unit: 'the matrix',
      description: 'pairs with a smaller or equal magnitude are none',
    }),
  }),
  shape: () => ({ kind: 'features' }),
  run(input, { above }) {
    const table = input as Table<'matrices'>
    const { values, cols } = matrixOf(table)
    const n = table.rows === 0 ? 1 : Math.round(Math.sqrt(cols))
    if (table.rows > 0 && n * n !== cols) fail('length-mismatch', { stage: 'edges', values: cols })
    const { graph, i, j, weight } = edgeList(values, n, above)
    const rows = [...graph]
    const [windows, starts, ends] = [
      i32Of(table, 'window'),
      f64Of(table, 'startS'),
      f64Of(table, 'endS'),
    ]
    const names = JSON.parse(table.meta.names ?? '[]') as string[]
    const named = (nodes: Int32Array) => textOf(Array.from(nodes, (k) => names[k] ?? String(k)))
    const keys = { ...repeatKeys(table, rows), from: named(i), to: named(j) }
    const spans = {
      window: Int32Array.from(rows, (r) => windows[r]),
      startS: Float64Array.from(rows, (r) => starts[r]),
      endS: Float64Array.from(rows, (r) => ends[r]),
    }
    const features = Float32Array.from({ length: 3 * rows.length }, (_, at) => {
      return [i, j, weight][at % 3][Math.floor(at / 3)]
    })
    const kept = labelNames(table).filter((name) => name !== 'from' && name !== 'to')
    const { grid: _, ...meta } = table.meta
    return makeFeatures(keys, spans, features, {
      ...meta,
      labels: JSON.stringify([...kept, 'from', 'to']),
      names: JSON.stringify(['i', 'j', 'w']),
    })
  },
})

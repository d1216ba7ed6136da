import { listsOf, type Table } from '../tables/table.ts'
import { tokensOf } from '../tables/tokens.ts'
import type { GraphFacts } from './card-schema.ts'
import type { OpenGraph } from './run-graphs.ts'
import { type TensorData, toDtype, toFloats } from './tensor.ts'

/** Whether each row of a golden table is one whole run of a graph, as its metadata say. */
export function holdsRuns(table: Table): boolean {
  return table.meta.rowsAre === 'runs'
}

/**
 * Runs a graph once for each row of a golden table, for graphs whose output has not a row for each
 * row that is fed. A row holds the inputs one after the other, in the order of the card, all of the
 * same length along their last open axis (the batch, or time for a batch of one); `embedding` holds
 * the whole output.
 *
 * @returns all outputs, one after the other
 * @throws {NeurarrowError} `model-failed`
 */
export async function goldenRuns(graph: OpenGraph, table: Table): Promise<Float32Array> {
  const { values } = tokensOf(table as Table<'tokens'>)
  const size = values.length / table.rows
  const out = new Float32Array(listsOf(table, 'embedding').values.length)
  const [{ name: output }] = graph.facts.outputs
  for (let r = 0; r < table.rows; r++) {
    const feeds = feedsOf(graph.facts, values.subarray(r * size, (r + 1) * size))
    const found = await graph.session.run(feeds, [output])
    const floats = toFloats(found[output])
    out.set(floats.subarray(0, out.length / table.rows), (r * out.length) / table.rows)
  }
  return out
}

function feedsOf(graph: GraphFacts, row: Float32Array): Record<string, TensorData> {
  const sizes = graph.inputs.map(({ shape }) =>
    shape.reduce<number>((size, axis) => (typeof axis === 'number' ? size * axis : size), 1),
  )
  const count = row.length / sizes.reduce((sum, size) => sum + size, 0)
  let from = 0
  const feeds = graph.inputs.map(({ name, dtype, shape }, i): [string, TensorData] => {
    const values = row.slice(from, from + count * sizes[i])
    from += values.length
    return [name, { dtype, values: toDtype(values, dtype), shape: lengthsOf(shape, count) }]
  })
  return Object.fromEntries(feeds)
}

/** The last axis without a length has `count`, others before it 1. */
function lengthsOf(shape: readonly (number | string)[], count: number): number[] {
  const last = shape.findLastIndex((axis) => typeof axis === 'string')
  return shape.map((axis, i) => (typeof axis === 'number' ? axis : i === last ? count : 1))
}

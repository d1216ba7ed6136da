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
 * row that is fed. A row holds the inputs one after the other, in the order of the card and each
 * for the same number of rows of the batch; `embedding` holds the whole output.
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
  const batch = row.length / sizes.reduce((sum, size) => sum + size, 0)
  let from = 0
  const feeds = graph.inputs.map(({ name, dtype, shape }, i): [string, TensorData] => {
    const values = row.slice(from, from + batch * sizes[i])
    from += values.length
    const lengths = shape.map((axis) => (typeof axis === 'number' ? axis : batch))
    return [name, { dtype, values: toDtype(values, dtype), shape: lengths }]
  })
  return Object.fromEntries(feeds)
}

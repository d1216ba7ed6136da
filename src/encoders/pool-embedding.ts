import { fail } from '../errors.ts'
import { meanAxis } from '../kernels/mean-axis.ts'
import type { Pool } from './card-schema.ts'
import type { Embeddings } from './embed.ts'

/** Axes of an output as its card names them, the batch first. */
export type AxisNames = readonly (string | number)[]

/**
 * Makes one vector of each embedding.
 *
 * `mean` averages over time and keeps every channel apart, `meanAll` averages over channels and
 * time, `flatten` keeps all. An axis that the output does not have is not averaged over.
 *
 * @param names axes of the output as the card names them
 * @returns shape [R, D]
 */
export function poolEmbedding(embeddings: Embeddings, names: AxisNames, pool: Pool): Float32Array {
  const averaged = { mean: ['time'], meanAll: ['time', 'channel'], flatten: [] }[pool]
  const axes = embeddings.axes.map((length, i) => ({ name: names[i + 1], length }))
  if (axes.length !== names.length - 1)
    fail('internal', { expected: names, found: embeddings.axes })
  let { values } = embeddings
  for (const name of averaged) {
    const at = axes.findIndex((axis) => axis.name === name)
    if (at < 0) continue
    const inner = axes.slice(at + 1).reduce((size, { length }) => size * length, 1)
    values = meanAxis(values, axes[at].length, inner)
    axes.splice(at, 1)
  }
  return values
}

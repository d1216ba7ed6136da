import { fail } from '../errors.ts'
import type { GraphFacts } from './card-schema.ts'
import type { FeedRequest } from './feed-source.ts'
import { feedsOf } from './feeds.ts'
import type { Session } from './session.ts'
import type { TensorData } from './tensor.ts'

/** A graph of a card, open on a device. */
export interface OpenGraph {
  readonly facts: GraphFacts
  readonly session: Session
}

/**
 * Runs the graphs of a card in order up to the last that has an output: what a graph gives is fed
 * to later inputs of the same name (codes of a tokenizer, for instance).
 *
 * @param graphs in the order of the card
 * @throws {NeurarrowError} `model-failed`, also when no graph has the output; `model-input`
 */
export async function runGraphs(
  graphs: readonly OpenGraph[],
  request: FeedRequest,
  output: string,
): Promise<TensorData> {
  const last = graphs.findLastIndex(({ facts }) =>
    facts.outputs.some(({ name }) => name === output),
  )
  if (last < 0) return fail('model-failed', { model: request.card.name, output, says: 'not there' })
  const made: Record<string, TensorData> = {}
  for (const [g, { facts, session }] of graphs.slice(0, last + 1).entries()) {
    const later = graphs.slice(g + 1, last + 1).flatMap((graph) => graph.facts.inputs)
    const wanted = facts.outputs
      .map(({ name }) => name)
      .filter(
        (name) => later.some((input) => input.name === name) || (g === last && name === output),
      )
    if (wanted.length === 0) continue
    Object.assign(made, await session.run(feedsOf(facts.inputs, request, made), wanted))
  }
  return made[output]
}

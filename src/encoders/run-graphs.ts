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
  const steps = stepsTo(graphs, output)
  if (steps.length === 0) {
    return fail('model-failed', { model: request.card.name, output, says: 'not there' })
  }
  const made: Record<string, TensorData> = {}
  for (const { facts, session, wanted } of steps) {
    Object.assign(made, await session.run(feedsOf(facts.inputs, request, made), wanted))
  }
  return made[output]
}

/** A graph that is run, and what is asked of it. */
interface Step extends OpenGraph {
  readonly wanted: readonly string[]
}

const known = new WeakMap<readonly OpenGraph[], Map<string, readonly Step[]>>()

/** The graphs that an output needs, in their order; none when no graph has it. */
function stepsTo(graphs: readonly OpenGraph[], output: string): readonly Step[] {
  const outputs = known.get(graphs) ?? new Map<string, readonly Step[]>()
  known.set(graphs, outputs)
  const steps = outputs.get(output) ?? findSteps(graphs, output)
  outputs.set(output, steps)
  return steps
}

function findSteps(graphs: readonly OpenGraph[], output: string): readonly Step[] {
  const last = graphs.findLastIndex(({ facts }) =>
    facts.outputs.some(({ name }) => name === output),
  )
  const steps = graphs.slice(0, last + 1).map((graph, g) => {
    const later = graphs.slice(g + 1, last + 1).flatMap(({ facts }) => facts.inputs)
    const isWanted = (name: string) =>
      later.some((input) => input.name === name) || (g === last && name === output)
    return { ...graph, wanted: graph.facts.outputs.map(({ name }) => name).filter(isWanted) }
  })
  return steps.filter(({ wanted }) => wanted.length > 0)
}

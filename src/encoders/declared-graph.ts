import { fail } from '../errors.ts'
import type { ModelCard } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import type { OnnxFacts } from './onnx-facts.ts'

/** An input or output of a graph, as a card or the graph itself says. */
interface Tensor {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly (string | number)[]
}

/** What a graph says of itself. */
export type GraphSays = Pick<OnnxFacts, 'inputs' | 'outputs'>

/**
 * A graph must have the inputs and outputs of its card, in name, type and fixed lengths. An axis of
 * an output may have a name and one length: the name says what is pooled.
 *
 * @throws {NeurarrowError} `model-invalid` with what is expected and what is found
 */
export function requireDeclared(card: ModelCard, graph: GraphFacts, says: GraphSays): void {
  const broken = (facts: Record<string, unknown>): never =>
    fail('model-invalid', { model: card.name, file: graph.file, ...facts })
  const differs = (declared: readonly Tensor[], there: readonly Tensor[], varies: boolean) => {
    for (const expected of declared) {
      const found = there.find(({ name }) => name === expected.name)
      if (found && alike(expected, found, varies)) continue
      const { name, dtype, shape } = expected
      broken({ expected: { name, dtype, shape }, found })
    }
  }
  differs(graph.inputs, says.inputs, true)
  differs(graph.outputs, says.outputs, false)
  const fed = new Set(graph.inputs.map(({ name }) => name))
  const unfed = says.inputs.filter(({ name }) => !fed.has(name))
  if (unfed.length > 0) broken({ missing: unfed.map(({ name }) => name) })
}

function alike({ dtype, shape }: Tensor, found: Tensor, varies: boolean): boolean {
  const fixed = (axis: string | number, i: number) =>
    typeof axis === 'string'
      ? !varies || typeof found.shape[i] === 'string'
      : axis === found.shape[i]
  return dtype === found.dtype && shape.length === found.shape.length && shape.every(fixed)
}

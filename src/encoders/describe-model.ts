import { existsSync, readFileSync } from 'node:fs'
import { fileOf, loadModelCard, type ModelCard, modelRoots } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { sha256 } from './sha256.ts'

/** A graph of a model, and whether its file is the one that the card means. */
export interface GraphState extends GraphFacts {
  /** Size of the file; 0 when it is missing. */
  readonly bytes: number
  readonly state: 'ok' | 'recipe' | 'missing' | 'checksum-mismatch'
}

/** All that `neurarrow models NAME` shows: the facts of the card, and the state of its files. */
export interface ModelDescription extends Omit<ModelCard, 'graphs' | 'golden'> {
  readonly graphs: readonly GraphState[]
  readonly golden?: NonNullable<ModelCard['golden']> & { readonly bytes: number }
}

/**
 * Describes a model without opening its graphs; files that are missing or changed are told, not
 * raised.
 *
 * @throws {NeurarrowError} as `loadModelCard`
 */
export function describeModel(
  name: string,
  roots: readonly string[] = modelRoots(),
): ModelDescription {
  const card = loadModelCard(name, roots)
  const bytesOf = (file: string) => {
    const path = fileOf(card, file)
    return existsSync(path) ? readFileSync(path) : undefined
  }
  const graphs = card.graphs.map((graph): GraphState => {
    if (graph.sha256 === undefined) return { ...graph, bytes: 0, state: 'recipe' }
    const bytes = bytesOf(graph.file)
    if (bytes === undefined) return { ...graph, bytes: 0, state: 'missing' }
    const state = sha256(bytes) === graph.sha256 ? 'ok' : 'checksum-mismatch'
    return { ...graph, bytes: bytes.length, state }
  })
  const { golden, ...rest } = card
  if (golden === undefined) return { ...rest, graphs }
  return { ...rest, graphs, golden: { ...golden, bytes: bytesOf(golden.file)?.length ?? 0 } }
}

import { readFile } from 'node:fs/promises'
import { fail } from '../errors.ts'
import { fileOf, type ModelCard } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { requireLicence } from './licence.ts'
import { missingModel } from './missing-model.ts'
import { type OnnxFacts, onnxFacts } from './onnx-facts.ts'
import { sha256 } from './sha256.ts'

/**
 * Checks of a model what needs no runtime: licence, and the SHA-256 and opset of every graph.
 *
 * @throws {NeurarrowError} `model-licence`, and the codes of `readGraph`
 */
export async function verifyModel(card: ModelCard): Promise<void> {
  requireLicence(card)
  for (const graph of card.graphs) await readGraph(card, graph)
}

/**
 * The bytes of a graph and what they say of themselves, after its SHA-256 and opset were found to
 * be those of the card.
 *
 * @throws {NeurarrowError} `model-missing`, `checksum-mismatch`, `file-corrupt`, `model-invalid`
 */
export async function readGraph(
  card: ModelCard,
  graph: GraphFacts,
): Promise<{ bytes: Uint8Array; says: OnnxFacts }> {
  if (graph.sha256 === undefined) return missingModel(card, graph.file)
  const file = fileOf(card, graph.file)
  const bytes = await readFile(file).catch((cause) => missingModel(card, file, cause))
  const found = sha256(bytes)
  if (found !== graph.sha256) {
    const remedy = graph.from && `\`neurarrow models pull ${card.name}\` brings the right one`
    fail('checksum-mismatch', { model: card.name, file, expected: graph.sha256, found, remedy })
  }
  const says = onnxFacts(bytes, file)
  if (says.opset !== graph.opset) {
    const facts = { contract: 'opset', expected: graph.opset, found: says.opset }
    fail('model-invalid', { model: card.name, file, ...facts })
  }
  return { bytes, says }
}

import { type ModelCard, runGraphsOf } from './card.ts'
import { requireDeclared } from './declared-graph.ts'
import type { Device } from './device.ts'
import { compareGolden } from './golden.ts'
import { requireLicence } from './licence.ts'
import type { OpenGraph } from './run-graphs.ts'
import { openSession } from './session.ts'
import { sha256 } from './sha256.ts'
import { readGraph } from './verify-model.ts'

/** A model that has passed its preflight on a device, in this thread. */
export interface ReadyModel {
  readonly card: ModelCard
  readonly device: Device
  /** The graphs that are run, in the order of the card. */
  readonly graphs: readonly OpenGraph[]
  /**
   * For each shape of a batch: whether it gave the bytes of its windows run one by one; `open` once
   * it was seen and not yet tried.
   */
  readonly sameBytes: Map<string, boolean | 'open'>
  /** For each shape of a window: how often it is put into a run of its own; see `steadyBatch`. */
  readonly copies: Map<string, Promise<number>>
  /** Largest difference from the golden output, as a share of its largest magnitude. */
  readonly goldenApart: number
}

const ready = new Map<string, Promise<ReadyModel>>()

/**
 * Opens a model after checking that it is what its card says: licence, the SHA-256, opset, inputs
 * and outputs of every graph, and its golden output on this device. Done once in each thread for
 * the same card and device.
 *
 * @throws {NeurarrowError} `model-licence`, `model-missing`, `checksum-mismatch`, `model-invalid`
 *   (the graph is not the one described), `model-golden`, or `model-failed`
 */
export function preflight(card: ModelCard, device: Device = 'cpu'): Promise<ReadyModel> {
  const id = [card.folder, card.cardSha256, device].join('\n')
  const known = ready.get(id)
  if (known) return known
  const checking = check(card, device).catch((cause) => {
    ready.delete(id)
    throw cause
  })
  ready.set(id, checking)
  return checking
}

async function check(card: ModelCard, device: Device): Promise<ReadyModel> {
  requireLicence(card)
  const run = runGraphsOf(card)
  const graphs: OpenGraph[] = []
  for (const facts of card.graphs) {
    const { bytes, says } = await readGraph(card, facts)
    if (!run.includes(facts)) {
      requireDeclared(card, facts, says)
      continue
    }
    const session = await openSession(bytes, sha256(bytes), device)
    const inputs = session.inputs.map(({ type: dtype, ...tensor }) => ({ ...tensor, dtype }))
    const outputs = session.outputs.map(({ type: dtype, ...tensor }) => ({ ...tensor, dtype }))
    requireDeclared(card, facts, { inputs, outputs })
    graphs.push({ facts, session })
  }
  const sameBytes = new Map<string, boolean | 'open'>()
  const copies = new Map<string, Promise<number>>()
  const model = { card, device, graphs, sameBytes, copies }
  return { ...model, goldenApart: await compareGolden(model) }
}

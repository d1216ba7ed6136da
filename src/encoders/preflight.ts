import { readFile } from 'node:fs/promises'
import { fail } from '../errors.ts'
import { decodeTable } from '../tables/ipc.ts'
import { listsOf, type Table } from '../tables/table.ts'
import { encoderGraph, fileOf, type ModelCard } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { embed } from './embed.ts'
import { goldenBlock } from './golden-block.ts'
import type { OpenGraph } from './run-graphs.ts'
import { type Device, openSession, type Session, type TensorFacts } from './session.ts'
import { sha256 } from './sha256.ts'

/** A model that has passed its preflight on a device, in this thread. */
export interface ReadyModel {
  readonly card: ModelCard
  readonly device: Device
  /** The graphs that make embeddings, in the order of the card. */
  readonly graphs: readonly OpenGraph[]
  /** For each shape of a batch: whether it gave the bytes of its windows run one by one. */
  readonly sameBytes: Map<string, boolean>
  /** For each shape of a window: how often it is put into a run of its own; see `steadyBatch`. */
  readonly copies: Map<string, Promise<number>>
  /** Largest difference from the golden output, as a share of its largest magnitude. */
  readonly goldenApart: number
}

const ready = new Map<string, Promise<ReadyModel>>()

/**
 * Opens a model after checking that it is what its card says: the SHA-256 of every graph, the
 * inputs and outputs of the encoder, and its golden output on this device. Done once in each
 * thread for the same card and device.
 *
 * @throws {NeurarrowError} `model-missing`, `checksum-mismatch`, `model-invalid` (the graph is not
 *   the one described), `model-golden`, or `model-failed`
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
  const graphs: OpenGraph[] = []
  for (const facts of card.graphs) {
    const bytes = await readGraph(card, facts)
    if (facts.role !== 'tokenizer' && facts.role !== 'encoder') continue
    const session = await openSession(bytes, sha256(bytes), device)
    requireDeclared(card, facts, session)
    graphs.push({ facts, session })
  }
  const sameBytes = new Map<string, boolean>()
  const copies = new Map<string, Promise<number>>()
  const model = { card, device, graphs, sameBytes, copies }
  return { ...model, goldenApart: await compareGolden({ ...model, goldenApart: 0 }) }
}

/**
 * The bytes of a graph, after its SHA-256 was found to be that of the card.
 *
 * @throws {NeurarrowError} `model-missing` or `checksum-mismatch`
 */
export async function readGraph(card: ModelCard, graph: GraphFacts): Promise<Uint8Array> {
  if (graph.sha256 === undefined) return missing(card, graph.file)
  const file = fileOf(card, graph.file)
  const bytes = await readFile(file).catch((cause) => missing(card, file, cause))
  const found = sha256(bytes)
  if (found === graph.sha256) return bytes
  return fail('checksum-mismatch', { model: card.name, file, expected: graph.sha256, found })
}

/** Says that a file of a model is not there, and how it comes. */
function missing(card: ModelCard, file: string | undefined, cause?: unknown): never {
  const { name: model, source, recipe } = card
  const isPulled = card.graphs.some((graph) => graph.from !== undefined)
  const pull = isPulled ? `\`neurarrow models pull ${model}\` brings it` : undefined
  const script =
    recipe?.script && `run ${recipe.script} on ${recipe.checkpoint ?? 'its checkpoint'}`
  const remedy = script ?? pull ?? recipe?.missing
  return fail('model-missing', { model, file, source, remedy }, cause)
}

/** Inputs and outputs of the graph must be those of the card, in name, type and fixed lengths. */
function requireDeclared(card: ModelCard, graph: GraphFacts, session: Session): void {
  const differs = (expected: GraphFacts['inputs'][number] | GraphFacts['outputs'][number]) => {
    const found = [...session.inputs, ...session.outputs].find(({ name }) => name === expected.name)
    if (found && alike(expected, found)) return
    const { name, dtype, shape } = expected
    fail('model-invalid', {
      model: card.name,
      file: graph.file,
      expected: { name, dtype, shape },
      found,
    })
  }
  graph.inputs.forEach(differs)
  graph.outputs.forEach(differs)
  const fed = new Set(graph.inputs.map(({ name }) => name))
  const unfed = session.inputs.filter(({ name }) => !fed.has(name))
  if (unfed.length === 0) return
  fail('model-invalid', {
    model: card.name,
    file: graph.file,
    missing: unfed.map(({ name }) => name),
  })
}

function alike(
  { dtype, shape }: { dtype: string; shape: readonly (string | number)[] },
  found: TensorFacts,
): boolean {
  const fixed = (axis: string | number, i: number) =>
    typeof axis === 'string' ? typeof found.shape[i] === 'string' : axis === found.shape[i]
  return dtype === found.type && shape.length === found.shape.length && shape.every(fixed)
}

/** Runs the golden input; gives how far its output lies from the golden one. */
async function compareGolden(model: ReadyModel): Promise<number> {
  const { card, device } = model
  const { table, file } = await readGolden(card)
  const output = encoderGraph(card).outputs[0].name
  const found = await embed(model, goldenBlock(card, table), { output })
  const expected = listsOf(table, 'embedding').values
  const apart = shareApart(found.values, expected)
  const tolerance = card.golden?.tolerance ?? 0
  if (apart <= tolerance) return apart
  return fail('model-golden', { model: card.name, file, device, apart, tolerance })
}

async function readGolden(card: ModelCard): Promise<{ table: Table<'tokens'>; file: string }> {
  if (card.golden === undefined) return missing(card, undefined)
  const file = fileOf(card, card.golden.file)
  const bytes = await readFile(file).catch((cause) => missing(card, file, cause))
  const table = decodeTable(bytes, file)
  if (table.kind === 'tokens' && table.rows >= 2) return { table: table as Table<'tokens'>, file }
  return fail('file-corrupt', {
    file,
    expected: 'tokens of at least two windows',
    found: table.kind,
  })
}

/** Infinity when the lengths differ or a value is not finite. */
function shareApart(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length || expected.length === 0) return Number.POSITIVE_INFINITY
  let [apart, scale] = [0, 0]
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]))
    const difference = Math.abs(found[i] - expected[i])
    if (!(difference <= apart))
      apart = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
  }
  return scale > 0 ? apart / scale : Number.POSITIVE_INFINITY
}

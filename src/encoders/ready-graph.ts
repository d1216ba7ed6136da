import { readFile } from 'node:fs/promises'
import { fail } from '../errors.ts'
import { decodeTable } from '../tables/ipc.ts'
import { listsOf, type Table } from '../tables/table.ts'
import { tokensOf } from '../tables/tokens.ts'
import { fileOf, type ModelCard } from './card.ts'
import type { GraphFacts } from './card-schema.ts'
import { readGraph, requireDeclared, shareApart } from './preflight.ts'
import { type Device, type Feed, openSession, type Session } from './session.ts'
import { sha256 } from './sha256.ts'

const ready = new Map<string, Promise<Session>>()

/**
 * Opens a graph that is no encoder after checking it as `preflight` does: its SHA-256, its inputs
 * and outputs, and its golden output on this device. Done once in each thread.
 *
 * A row of the golden table is one run of the graph: its inputs one after the other in the order of
 * the card, each for the same number of rows of the batch; `embedding` is the whole output.
 *
 * @throws {NeurarrowError} `model-missing`, `checksum-mismatch`, `model-invalid`, `model-golden`,
 *   `model-failed`
 */
export function readyGraph(card: ModelCard, graph: GraphFacts, device: Device): Promise<Session> {
  const id = [card.folder, card.cardSha256, graph.file, device].join('\n')
  const known = ready.get(id)
  if (known) return known
  const checking = check(card, graph, device).catch((cause) => {
    ready.delete(id)
    throw cause
  })
  ready.set(id, checking)
  return checking
}

async function check(card: ModelCard, graph: GraphFacts, device: Device): Promise<Session> {
  const bytes = await readGraph(card, graph)
  const session = await openSession(bytes, sha256(bytes), device)
  requireDeclared(card, graph, session)
  const apart = await goldenApart(card, graph, session)
  const tolerance = card.golden?.tolerance ?? 0
  if (apart <= tolerance) return session
  return fail('model-golden', {
    model: card.name,
    file: card.golden?.file,
    device,
    apart,
    tolerance,
  })
}

/** How far the outputs lie from the golden ones, as a share of the largest magnitude. */
async function goldenApart(card: ModelCard, graph: GraphFacts, session: Session): Promise<number> {
  const file = fileOf(card, card.golden?.file ?? '')
  const bytes = await readFile(file).catch((cause) =>
    fail('model-missing', { model: card.name, file, source: card.source }, cause),
  )
  const table = decodeTable(bytes, file)
  if (table.kind !== 'tokens' || table.rows === 0) {
    return fail('file-corrupt', { file, expected: 'tokens', found: table.kind })
  }
  const { values } = tokensOf(table as Table<'tokens'>)
  const expected = listsOf(table, 'embedding').values
  const [size, wide] = [values.length / table.rows, expected.length / table.rows]
  let most = 0
  for (let r = 0; r < table.rows; r++) {
    const feeds = goldenFeeds(graph, values.subarray(r * size, (r + 1) * size))
    const found = await session.run(feeds, graph.outputs[0].name)
    const wanted = expected.subarray(r * wide, (r + 1) * wide)
    most = Math.max(most, shareApart(found.values, wanted))
  }
  return most
}

function goldenFeeds(graph: GraphFacts, row: Float32Array): Record<string, Feed> {
  const sizes = graph.inputs.map(({ shape }) =>
    shape.reduce<number>((size, axis) => (typeof axis === 'number' ? size * axis : size), 1),
  )
  const batch = row.length / sizes.reduce((sum, size) => sum + size, 0)
  let from = 0
  const feeds = graph.inputs.map(({ name, shape }, i) => {
    const values = row.slice(from, from + batch * sizes[i])
    from += values.length
    return [name, { values, shape: shape.map((axis) => (typeof axis === 'number' ? axis : batch)) }]
  })
  return Object.fromEntries(feeds)
}

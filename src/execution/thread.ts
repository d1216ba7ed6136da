import { parentPort, workerData } from 'node:worker_threads'
import { asFailure, type Code, type Facts, fail } from '../errors.ts'
import { lendHands } from '../kernels/crew.ts'
import { recycling } from '../kernels/recycling.ts'
import type { PlanNode } from '../pipeline/node.ts'
import type { EncoderSettings } from '../stage.ts'
import { hashFile } from '../store/hashes.ts'
import type { StoreLocation } from '../store/location.ts'
import { openStore } from '../store/open-store.ts'
import { handsOf, type Seats } from './hands.ts'
import type { TaskResult } from './task.ts'

/** What the pool asks of a thread. */
export type Request =
  | { readonly ask: 'hash'; readonly path: string }
  | {
      readonly ask: 'task'
      readonly key: string
      readonly nodes: readonly PlanNode[]
      readonly files?: readonly ExpectedFile[]
    }

/** What is not answered: code to be loaded and models to be made ready for tasks to come. */
export interface Preparation {
  readonly ask: 'prepare'
  readonly models: readonly string[]
}

/** A file and the SHA-256 that its bytes must have. */
export interface ExpectedFile {
  readonly path: string
  readonly sha256: string
}

/** What a thread answers; one answer to each request. */
export type Answer =
  | { readonly ok: true; readonly result: TaskResult | string }
  | { readonly ok: false; readonly code: Code; readonly facts: Facts; readonly stack?: string }

/** What a thread is started with. */
export interface ThreadData {
  readonly store: StoreLocation
  /** How encoders are run. */
  readonly encoder?: EncoderSettings
  /** Threads of the pool that have nothing to do work for the others' crews. */
  readonly seats: Seats
}

const { store, encoder, seats } = workerData as ThreadData
lendHands(handsOf(seats))

/** What goes on before the first task. */
let preparing: Promise<unknown> = Promise.resolve()

parentPort?.on('message', async (request: Request | Preparation) => {
  if (request.ask === 'prepare') preparing = prepare(request.models).catch(() => undefined)
  else parentPort?.postMessage(await answer(request))
})

/** What stands in the way here is met, and told, by the task that needs it. */
async function prepare(models: readonly string[]): Promise<void> {
  await import('./task.ts')
  const { preflight } = await import('../encoders/preflight.ts')
  const { loadModelCard } = await import('../encoders/card.ts')
  for (const model of models) await preflight(loadModelCard(model), encoder?.device)
}

async function answer(request: Request): Promise<Answer> {
  try {
    if (request.ask === 'hash') return { ok: true, result: hashFile(request.path) }
    // Stages, readers and Arrow are loaded with the first task, while the main thread still plans.
    const { runTask } = await import('./task.ts')
    await preparing
    for (const file of request.files ?? []) requireBytes(file)
    const nodes = new Map(request.nodes.map((node) => [node.key, node]))
    const tables = await openStore(store)
    return {
      ok: true,
      result: await recycling(() => runTask({ nodes, store: tables, encoder }, request.key)),
    }
  } catch (thrown) {
    const { code, facts, cause } = asFailure(thrown)
    const stack = cause instanceof Error ? cause.stack : undefined
    if (code === 'internal' && isOutOfMemory(thrown))
      return { ok: false, code: 'node-memory', facts }
    return { ok: false, code, facts, stack }
  }
}

function requireBytes({ path, sha256 }: ExpectedFile): void {
  const found = hashFile(path)
  const remedy = 'the machine that submitted has another version of this file'
  if (found !== sha256) fail('checksum-mismatch', { file: path, expected: sha256, found, remedy })
}

/** Memory for samples lies outside the heap; V8 says so in these words when there is none. */
function isOutOfMemory(thrown: unknown): boolean {
  return thrown instanceof RangeError && /allocation failed|allocate memory/i.test(thrown.message)
}

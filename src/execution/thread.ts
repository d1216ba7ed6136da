import { parentPort, workerData } from 'node:worker_threads'
import { asFailure, type Code, type Facts } from '../errors.ts'
import { recycling } from '../kernels/recycling.ts'
import type { PlanNode } from '../pipeline/node.ts'
import { diskStore } from '../store/disk.ts'
import { hashFile } from '../store/hashes.ts'
import type { TaskResult } from './task.ts'

/** What the pool asks of a thread. */
export type Request =
  | { readonly ask: 'hash'; readonly path: string }
  | { readonly ask: 'nodes'; readonly nodes: readonly PlanNode[] }
  | { readonly ask: 'task'; readonly key: string }

/** What a thread answers; one answer to each request but `nodes`. */
export type Answer =
  | { readonly ok: true; readonly result: TaskResult | string }
  | { readonly ok: false; readonly code: Code; readonly facts: Facts; readonly stack?: string }

/** What a thread is started with. */
export interface ThreadData {
  readonly storeFolder: string
}

const { storeFolder } = workerData as ThreadData
const store = diskStore(storeFolder)
const nodes = new Map<string, PlanNode>()

parentPort?.on('message', async (request: Request) => {
  if (request.ask === 'nodes') {
    for (const node of request.nodes) nodes.set(node.key, node)
    return
  }
  parentPort?.postMessage(await answer(request))
})

async function answer(request: Exclude<Request, { ask: 'nodes' }>): Promise<Answer> {
  try {
    if (request.ask === 'hash') return { ok: true, result: hashFile(request.path) }
    // Stages, readers and Arrow are loaded with the first task, while the main thread still plans.
    const { runTask } = await import('./task.ts')
    return { ok: true, result: await recycling(() => runTask(nodes, store, request.key)) }
  } catch (thrown) {
    const { code, facts, cause } = asFailure(thrown)
    return { ok: false, code, facts, stack: cause instanceof Error ? cause.stack : undefined }
  }
}

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
  | { readonly ask: 'task'; readonly key: string; readonly nodes: readonly PlanNode[] }

/** What a thread answers; one answer to each request. */
export type Answer =
  | { readonly ok: true; readonly result: TaskResult | string }
  | { readonly ok: false; readonly code: Code; readonly facts: Facts; readonly stack?: string }

/** What a thread is started with. */
export interface ThreadData {
  readonly storeFolder: string
}

const { storeFolder } = workerData as ThreadData
const store = diskStore(storeFolder)

parentPort?.on('message', async (request: Request) => {
  parentPort?.postMessage(await answer(request))
})

async function answer(request: Request): Promise<Answer> {
  try {
    if (request.ask === 'hash') return { ok: true, result: hashFile(request.path) }
    // Stages, readers and Arrow are loaded with the first task, while the main thread still plans.
    const { runTask } = await import('./task.ts')
    const nodes = new Map(request.nodes.map((node) => [node.key, node]))
    return { ok: true, result: await recycling(() => runTask(nodes, store, request.key)) }
  } catch (thrown) {
    const { code, facts, cause } = asFailure(thrown)
    return { ok: false, code, facts, stack: cause instanceof Error ? cause.stack : undefined }
  }
}

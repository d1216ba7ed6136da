import { join } from 'node:path'
import { startPool } from '../execution/pool.ts'
import { hashMemory } from '../store/hashes.ts'
import { memoryFolder } from '../store/location.ts'
import { openStore } from '../store/open-store.ts'
import { Desk, type WorkerSettings } from './desk.ts'
import { nodeRunner } from './node-runner.ts'
import type { WorkerMetrics } from './worker-metrics.ts'

/** A worker that is at work. */
export interface QueueWorker {
  readonly metrics: WorkerMetrics
  /**
   * Takes no more jobs, hands runs back, and waits for nodes up to `graceS`; the rest is handed
   * back.
   */
  close(graceS: number): Promise<void>
}

/** Starts a worker: it takes jobs until it is closed. */
export async function startWorker(settings: WorkerSettings): Promise<QueueWorker> {
  const store = await openStore(settings.store)
  const hashes = hashMemory(join(memoryFolder(settings.store), 'hashes.json'))
  const pool = startPool(
    settings.threads,
    { store: settings.store, encoder: { device: settings.device } },
    settings.heapMb,
  )
  const run = nodeRunner({ pool, store, hashes, roots: settings.roots })
  const desk = new Desk(settings, run)
  await desk.begin()
  return {
    metrics: desk.metrics,
    async close(graceS) {
      await desk.drain(graceS)
      await pool.stop()
      await desk.end()
      hashes.save()
    },
  }
}

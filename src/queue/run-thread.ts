import { parentPort, workerData } from 'node:worker_threads'
import { asFailure, type Code, type Facts } from '../errors.ts'
import type { StoreLocation } from '../store/location.ts'
import { openStore } from '../store/open-store.ts'
import { conduct } from './conduct.ts'
import { connect } from './connect.ts'
import type { RunDone, RunJob, RunProgress } from './run-job.ts'

/** What the thread of a run is started with; the address of Redis is in the environment. */
export interface RunThreadData {
  readonly job: RunJob
  readonly store: StoreLocation
}

/** What the thread of a run says. */
export type RunSays =
  | { readonly says: 'progress'; readonly progress: RunProgress }
  | { readonly says: 'done'; readonly done: RunDone }
  | { readonly says: 'failed'; readonly code: Code; readonly facts: Facts }

const say = (message: RunSays) => parentPort?.postMessage(message)

await main(workerData as RunThreadData)

/** Conducts one run and says how it ended. */
async function main({ job, store: location }: RunThreadData): Promise<void> {
  try {
    const connection = await connect({ patienceS: Number.POSITIVE_INFINITY })
    try {
      const store = await openStore(location)
      const onProgress = (progress: RunProgress) => say({ says: 'progress', progress })
      const done = await conduct({ job, connection, store, onProgress })
      say({ says: 'done', done })
    } finally {
      connection.disconnect()
    }
  } catch (thrown) {
    const { code, facts } = asFailure(thrown)
    say({ says: 'failed', code, facts })
  }
}

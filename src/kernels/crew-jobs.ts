/** What a thread of a crew is started with. */
export interface CrewPost {
  readonly module: WebAssembly.Module
  /** Shared by all threads of the crew. */
  readonly memory: WebAssembly.Memory
  /** One Int32 that grows whenever there is a new order. */
  readonly bell: SharedArrayBuffer
}

/** Calls of one kernel, each with its arguments: any thread may do any of them, once. */
export interface Order {
  readonly kernel: string
  readonly jobs: readonly (readonly number[])[]
  /** Int32: how many jobs are taken, how many done, then for each whether it failed. */
  readonly state: SharedArrayBuffer
}

type Kernels = Readonly<Record<string, (...args: readonly number[]) => void>>

const TAKEN = 0
const DONE = 1
const FAILED = 2

/** An order of calls that nobody has begun. */
export function newOrder(kernel: string, jobs: Order['jobs']): Order {
  return { kernel, jobs, state: new SharedArrayBuffer(4 * (FAILED + jobs.length)) }
}

/** The kernels of a module over a memory that is there already. */
export function kernelsIn<W>(module: WebAssembly.Module, memory: WebAssembly.Memory): W {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as W
}

/** Does jobs until all are taken; one that fails is marked, and the others go on. */
export function takeJobs<W>(wasm: W, { kernel, jobs, state }: Order): void {
  const counts = new Int32Array(state)
  const call = (wasm as Kernels)[kernel]
  let job = Atomics.add(counts, TAKEN, 1)
  while (job < jobs.length) {
    try {
      call(...jobs[job])
    } catch {
      Atomics.store(counts, FAILED + job, 1)
    }
    Atomics.add(counts, DONE, 1)
    Atomics.notify(counts, DONE)
    job = Atomics.add(counts, TAKEN, 1)
  }
}

/** Blocks until the jobs that others took are done; gives the first that failed, if any did. */
export function awaitJobs({ jobs, state }: Order): number | undefined {
  const counts = new Int32Array(state)
  for (;;) {
    const done = Atomics.load(counts, DONE)
    if (done === jobs.length) break
    Atomics.wait(counts, DONE, done)
  }
  const failed = counts.indexOf(1, FAILED) - FAILED
  return failed < 0 ? undefined : failed
}

/**
 * Works for a crew as long as the thread lives.
 *
 * @param next the order that was sent first of those not taken yet
 */
export function serveCrew(
  { module, memory, bell }: CrewPost,
  next: () => Order | undefined,
): never {
  const wasm = kernelsIn<Kernels>(module, memory)
  const rung = new Int32Array(bell)
  for (;;) {
    const heard = Atomics.load(rung, 0)
    const order = next()
    if (order) takeJobs(wasm, order)
    else Atomics.wait(rung, 0, heard)
  }
}

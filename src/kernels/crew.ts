import { awaitJobs, type CrewPost, kernelsIn, newOrder, type Order, takeJobs } from './crew-jobs.ts'
import { layOut, type Room } from './wasm/wasm-module.ts'

/** A thread that works for a crew. */
export interface Hand {
  send(order: Order): void
  /** Ends the thread. */
  leave(): void
}

/** Where crews of this thread get threads from. */
export interface Hands {
  /** On how many threads a piece of work may run now, the one that asks among them. */
  share(): number
  start(post: CrewPost): Hand
}

/** Room in a memory where several threads can work. */
export interface CrewRoom<W> extends Room<W> {
  /**
   * Calls a kernel once with each list of arguments, on all threads that are free, and waits until
   * all is done. Which thread does what is not said: each call writes where no other one does.
   *
   * @throws {Error} what the first call that failed ended with
   */
  each(kernel: keyof W & string, jobs: Order['jobs']): void
}

/** A memory, and the threads that work in it. */
export interface Crew<W> {
  /** Bytes of the memory. */
  readonly size: number
  /**
   * Lays regions of these sizes, in bytes, one after the other; what they hold is not said.
   *
   * @throws {RangeError} they need more than 4 GiB
   */
  room(bytes: readonly number[]): CrewRoom<W>
  /** Ends its threads; the memory goes when nothing holds it any more. */
  end(): void
}

const PAGE = 65536

/** Below this static data may lie. */
const FIRST = 1024

let hands: Hands | undefined

/** Says where crews of this thread get further threads from; without any it works alone. */
export function lendHands(lent: Hands | undefined): void {
  hands = lent
}

/**
 * Starts a crew: a memory in which the kernels of a module work on as many threads as are free.
 *
 * Results do not depend on the number of threads as long as jobs are cut by the size of the data
 * alone, each writes its own region, and sums over regions are taken in the order of the jobs.
 *
 * @param module imports a shared memory of at most 4 GiB, `env.memory`
 */
export function startCrew<W>(module: WebAssembly.Module): Crew<W> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })
  const wasm = kernelsIn<W>(module, memory)
  const bell = new SharedArrayBuffer(4)
  const others: Hand[] = []
  let lender = hands
  const end = () => {
    for (const hand of others.splice(0)) hand.leave()
  }
  const call = (order: Order) => {
    if (lender !== hands) end()
    lender = hands
    const wanted = Math.min(lender?.share() ?? 1, order.jobs.length) - 1
    while (lender && others.length < wanted) others.push(lender.start({ module, memory, bell }))
    for (const hand of others.slice(0, Math.max(0, wanted))) hand.send(order)
    Atomics.add(new Int32Array(bell), 0, 1)
    Atomics.notify(new Int32Array(bell), 0)
    takeJobs(wasm, order)
    return awaitJobs(order)
  }
  return {
    get size() {
      return memory.buffer.byteLength
    },
    room(bytes) {
      const { at, end } = layOut(bytes, FIRST)
      const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE)
      if (missing > 0) memory.grow(missing)
      const each = (kernel: keyof W & string, jobs: Order['jobs']) => {
        const failed = call(newOrder(kernel, jobs))
        if (failed !== undefined) failAgain(wasm, kernel, jobs[failed])
      }
      return { wasm, at, each, ...viewsOf(memory) }
    },
    end,
  }
}

/** Does a call that failed, perhaps in another thread, again in this one. */
function failAgain<W>(wasm: W, kernel: keyof W, args: readonly number[]): never {
  const call = wasm[kernel] as (...args: readonly number[]) => void
  call(...args)
  throw new Error(`${String(kernel)} failed in a thread`)
}

function viewsOf({ buffer }: WebAssembly.Memory) {
  const views = { u8: new Uint8Array(buffer), u32: new Uint32Array(buffer) }
  return { ...views, f32: new Float32Array(buffer), f64: new Float64Array(buffer) }
}

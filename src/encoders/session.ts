import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { fail } from '../errors.ts'
import type { Device } from './device.ts'
import { fusedGelu } from './fused-gelu.ts'
import { dtypes, isDtype, type TensorData, type TensorValues } from './tensor.ts'

/** An open graph. Runs of one session follow each other; they never overlap. */
export interface Session {
  /** Inputs and outputs as the graph itself declares them. */
  readonly inputs: readonly TensorFacts[]
  readonly outputs: readonly TensorFacts[]
  /**
   * Runs the graph once. The runtime works on the thread that asks and holds it until it is done.
   *
   * @returns the named outputs; the first axis of each is the batch
   * @throws {NeurarrowError} `model-failed`
   */
  run(
    feeds: Readonly<Record<string, TensorData>>,
    outputs: readonly string[],
  ): Promise<Record<string, TensorData>>
}

/** Name, type and axes of an input or output; axes without a fixed length are text. */
export interface TensorFacts {
  readonly name: string
  readonly type: string
  readonly shape: readonly (number | string)[]
}

const open = new Map<string, Promise<Session>>()

/**
 * Opens a graph on a device, once in each thread for the same bytes and device.
 *
 * Computing is sequential and on one thread, since the threads are the executor's. A device that
 * is not there is a failure, never replaced by another.
 *
 * @param key SHA-256 of `bytes`
 * @throws {NeurarrowError} `model-failed`
 */
export function openSession(bytes: Uint8Array, key: string, device: Device): Promise<Session> {
  const id = `${key} ${device}`
  const known = open.get(id)
  if (known) return known
  const opening = create(bytes, device).catch((cause) => {
    open.delete(id)
    throw cause
  })
  open.set(id, opening)
  return opening
}

async function create(bytes: Uint8Array, device: Device): Promise<Session> {
  const onnx = await import('onnxruntime-node')
  onnx.env.logLevel = 'fatal'
  const options: InferenceSession.SessionOptions = {
    executionProviders: [device],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 4,
    ...(device === 'cpu' ? {} : { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
  }
  try {
    const session = await onnx.InferenceSession.create(fusedGelu(bytes), options)
    return wrap(session, onnx.Tensor)
  } catch (cause) {
    return fail('model-failed', { device, says: messageOf(cause) }, cause)
  }
}

function wrap(session: InferenceSession, TensorOf: typeof Tensor): Session {
  let last: Promise<unknown> = Promise.resolve()
  const runOnce: Session['run'] = async (feeds, outputs) => {
    const tensors: Record<string, Tensor> = {}
    for (const name in feeds) {
      const { dtype, values, shape } = feeds[name]
      tensors[name] = new TensorOf(dtype, values, shape)
    }
    const found = await session.run(tensors, outputs as string[]).catch((cause) => {
      return fail('model-failed', { outputs, says: messageOf(cause) }, cause)
    })
    const made: Record<string, TensorData> = {}
    for (const name of outputs) made[name] = dataOf(found[name], name)
    return made
  }
  return {
    inputs: session.inputMetadata.map(factsOf),
    outputs: session.outputMetadata.map(factsOf),
    run(feeds, outputs) {
      const next = last.then(() => runOnce(feeds, outputs))
      last = next.catch(() => undefined)
      return next
    },
  }
}

function dataOf(found: Tensor | undefined, output: string): TensorData {
  if (found && isDtype(found.type) && typeof found.data !== 'string') {
    return { dtype: found.type, values: found.data as TensorValues, shape: found.dims }
  }
  return fail('model-failed', { output, expected: dtypes, found: found?.type ?? 'nothing' })
}

function factsOf(facts: InferenceSession.ValueMetadata): TensorFacts {
  const { name } = facts
  return facts.isTensor
    ? { name, type: facts.type, shape: facts.shape }
    : { name, type: '', shape: [] }
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]
}

import { UnrecoverableError } from 'bullmq'
import { asFailure, type Code, catalogue, NeurarrowError } from '../errors.ts'

/**
 * Failures that can pass without anything being mended: the network, the store, a machine that was
 * short of memory or went down. All others are final: the same bytes fail the same way again.
 */
const passing: ReadonlySet<Code> = new Set<Code>([
  'store-failed',
  'store-unreachable',
  'store-full',
  'worker-failed',
  'node-memory',
  'worker-lost',
  'queue-unreachable',
])

/** Whether trying again may help. */
export function canPass(failure: NeurarrowError): boolean {
  return passing.has(failure.code)
}

/** What takes a machine's memory may have room on another; so often it is tried. */
const memoryTries = 3

/**
 * A failure as the reason of a job: BullMQ tries again unless it cannot pass.
 *
 * @param tries how often it has been tried, this time included
 */
export function asReason(thrown: unknown, tries: number): Error {
  const failure = asFailure(thrown)
  const { code, facts } = failure
  const text = JSON.stringify({ code, facts })
  const isEnough = code === 'node-memory' && tries >= memoryTries
  return canPass(failure) && !isEnough ? new Error(text) : new UnrecoverableError(text)
}

/** The failure that a job's reason holds; those that BullMQ gives are told from their words. */
export function fromReason(reason: string): NeurarrowError {
  try {
    const { code, facts } = JSON.parse(reason) as { code: Code; facts: Record<string, unknown> }
    if (Object.hasOwn(catalogue, code)) return new NeurarrowError(code, facts)
  } catch {
    // not of ours
  }
  if (/stalled/.test(reason)) return new NeurarrowError('worker-lost', { message: reason })
  return new NeurarrowError('worker-failed', { message: reason })
}

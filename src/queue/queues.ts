import { Queue, type QueueOptions } from 'bullmq'
import type { RedisConnection } from './connect.ts'

/**
 * What a node needs of the worker that runs it: a core, a model's device, or little but the store.
 */
export const needs = ['cpu', 'gpu', 'io'] as const

export type Need = (typeof needs)[number]

/** The queues: one for runs, one for the nodes of each need. */
export type QueueName = 'runs' | Need

export const queueNames: readonly QueueName[] = ['runs', ...needs]

/** All keys begin with this; in braces, so that a cluster keeps them together. */
export const prefix = '{neurarrow}'

/** How often a node or run is tried, with pauses of 1, 2, 4, ... s: 63 s in all. */
export const attempts = 7

/** Finished jobs are forgotten: what they made is in the store. */
const removeOnComplete = { age: 3600, count: 10_000 }
const removeOnFail = { age: 7 * 24 * 3600, count: 10_000 }

/** A run's job is what `status` shows of it. */
const keepRuns = { age: 30 * 24 * 3600, count: 10_000 }

/** Opens one of the queues; `telemetry` makes spans of what is added. */
export function openQueue(
  name: QueueName,
  connection: RedisConnection,
  telemetry?: QueueOptions['telemetry'],
): Queue {
  const keep = name === 'runs' ? { removeOnComplete: keepRuns, removeOnFail: keepRuns } : {}
  return new Queue(name, {
    connection,
    prefix,
    telemetry,
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: 1000 },
      removeOnComplete,
      removeOnFail,
      stackTraceLimit: 0,
      ...keep,
    },
  })
}

/** The key of something of ours in Redis beside the queues. */
export function ownKey(...words: readonly string[]): string {
  return [prefix, 'neurarrow', ...words].join(':')
}

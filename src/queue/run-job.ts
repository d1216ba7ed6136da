import * as z from 'zod'
import { fail } from '../errors.ts'
import type { StoredRows } from '../store/place-rows.ts'
import { sha256Schema } from './node-schema.ts'

const runJobSchema = z.strictObject({
  /** SHA-256 of the submission, and the id of the job. */
  run: sha256Schema,
  /** The pipeline's name, for people. */
  pipeline: z.string().max(200),
  user: z.string().min(1).max(200),
  /** When the thread of one of its nodes is ended, s. */
  limitS: z.number().positive(),
  /** From 1, first, to 100, last. */
  priority: z.int().min(1).max(100),
  /** Whether nodes that failed for good are tried again. */
  again: z.boolean(),
})

/** What Redis holds of a run; the rest is the submission in the store. */
export type RunJob = z.output<typeof runJobSchema>

/** A metric while folds are still running: of the groups that are scored so far. */
export interface ScoreSoFar {
  readonly mean: number
  readonly low: number
  readonly high: number
  readonly groups: number
}

/** How far a run is. */
export interface RunProgress {
  readonly recordings: { readonly done: number; readonly total: number }
  readonly folds: { readonly done: number; readonly total: number }
  /** What people call the node that was done last. */
  readonly latest?: string
  readonly scores: Readonly<Record<string, ScoreSoFar>>
}

/** What a run's job leaves; its files are in the store. */
export interface RunDone {
  readonly run: string
  /** Content key of the result. */
  readonly key: string
  readonly status: 'done' | 'partial'
  /** Name of the folder that its files belong into. */
  readonly folder: string
  readonly files: readonly string[]
  /** Rows of recordings that belong into the folder, of a pipeline that scores nothing. */
  readonly rows: readonly StoredRows[]
  readonly failures: number
  readonly scores: Readonly<Record<string, ScoreSoFar>>
}

/**
 * Checks the data of a run's job.
 *
 * @throws {NeurarrowError} `job-refused`
 */
export function parseRunJob(id: string | undefined, data: unknown): RunJob {
  const parsed = runJobSchema.safeParse(data)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues
    return fail('job-refused', { job: id, field: path.join('.'), found: message })
  }
  return parsed.data.run === id
    ? parsed.data
    : fail('job-refused', { job: id, field: 'run', found: parsed.data.run })
}

/** Where a file of a run lies in the store. */
export function runFileName(run: string, file: string): string {
  return `runs/${run}/${file}`
}

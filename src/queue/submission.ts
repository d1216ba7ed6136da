import { statSync } from 'node:fs'
import * as z from 'zod'
import type { DatasetCard } from '../datasets/card.ts'
import { cardSchema } from '../datasets/card-schema.ts'
import { fail } from '../errors.ts'
import type { CheckedPipeline } from '../execution/prepare.ts'
import { checkText } from '../execution/prepare.ts'
import { canonicalJson, sha256 } from '../pipeline/key.ts'
import type { PlannedRecording } from '../pipeline/planned-recording.ts'
import type { Store } from '../store/store.ts'
import { plannedSchema } from './node-schema.ts'
import { portablePath, type Root } from './roots.ts'

const submissionSchema = z.strictObject({
  version: z.literal(1),
  /** The document as it was submitted, its file's name, and what was changed from outside. */
  text: z.string(),
  file: z.string(),
  set: z.array(z.string()),
  subjects: z.union([z.string(), z.array(z.string())]).optional(),
  variant: z.record(z.string(), z.unknown()).optional(),
  strict: z.boolean(),
  leakCheck: z.literal(true).optional(),
  card: z.unknown(),
  transferCard: z.unknown().optional(),
  recordings: z.array(plannedSchema),
  /** Sizes of the files, bytes, by portable path: what memory is estimated from. */
  bytes: z.record(z.string(), z.number().min(0)),
})

/** Everything a run needs, without the recordings themselves: it is planned from nothing else. */
export type Submission = z.output<typeof submissionSchema>

/** What is submitted. */
export interface SubmissionParts {
  readonly text: string
  readonly checked: CheckedPipeline
  readonly set: readonly string[]
  readonly strict: boolean
  readonly leakCheck?: boolean
  readonly planned: readonly PlannedRecording[]
}

/**
 * Makes the submission of a pipeline whose files are found and hashed.
 *
 * @throws {NeurarrowError} `path-refused` when a file lies below none of the roots
 */
export function makeSubmission(parts: SubmissionParts, roots: readonly Root[]): Submission {
  const { pipeline, card, transferCard } = parts.checked
  const bytes: Record<string, number> = {}
  const portable = (path: string) => {
    const text = portablePath(path, roots)
    bytes[text] = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    return text
  }
  const recordings = parts.planned.map((planned) => withPaths(planned, portable))
  for (const { path, besideBytes = 0 } of parts.planned) {
    bytes[portablePath(path, roots)] += besideBytes
  }
  return {
    version: 1,
    text: parts.text,
    file: pipeline.file,
    set: [...parts.set],
    subjects: pipeline.subjects,
    ...(pipeline.variant ? { variant: pipeline.variant } : {}),
    strict: parts.strict,
    ...(parts.leakCheck ? { leakCheck: true } : {}),
    card: factsOf(card),
    ...(transferCard ? { transferCard: factsOf(transferCard) } : {}),
    // As JSON has them: members that are undefined are not there.
    recordings: JSON.parse(JSON.stringify(recordings)) as Submission['recordings'],
    bytes,
  }
}

function factsOf({ file: _, root: __, ...facts }: DatasetCard) {
  return facts
}

function withPaths(planned: PlannedRecording, portable: (path: string) => string) {
  const side = <S extends { file: { path: string }; sha256: string }>(one: S | undefined) =>
    one && { ...one, file: { ...one.file, path: portable(one.file.path) } }
  const images = Object.entries(planned.images).map(([template, image]) => [
    template,
    { ...image, path: portable(image.path) },
  ])
  return {
    ...planned,
    path: portable(planned.path),
    beside: planned.beside?.map((file) => ({ ...file, path: portable(file.path) })),
    events: side(planned.events),
    confounds: side(planned.confounds),
    images: Object.fromEntries(images),
  }
}

const nameOf = (run: string) => `runs/${run}/submission.json`

/** Stores a submission under its SHA-256, which is the name of the run. */
export async function saveSubmission(submission: Submission, store: Store): Promise<string> {
  const text = canonicalJson(submission)
  const run = sha256(text)
  await store.save(nameOf(run), Buffer.from(text))
  return run
}

/**
 * Reads the submission of a run.
 *
 * @throws {NeurarrowError} `job-refused` when there is none, it was changed, or it is of another
 *   version
 */
export async function loadSubmission(run: string, store: Store): Promise<Submission> {
  const bytes = await store.load(nameOf(run))
  if (bytes === undefined) return fail('job-refused', { run, found: 'no submission' })
  const found = sha256(bytes)
  if (found !== run) fail('job-refused', { run, field: 'sha256', expected: run, found })
  const parsed = submissionSchema.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  if (parsed.success) return parsed.data
  const [{ path, message }] = parsed.error.issues
  return fail('job-refused', { run, field: path.join('.'), found: message })
}

/**
 * The pipeline of a submission, read and checked again by this version.
 *
 * @throws {NeurarrowError} as `checkPipeline`, `job-refused` for a card that is none
 */
export function checkedOf(submission: Submission): CheckedPipeline {
  const { text, file, set, subjects, variant, card, transferCard } = submission
  const cards = [cardFrom(card, 'card')]
  if (transferCard !== undefined) cards.push(cardFrom(transferCard, 'transferCard'))
  // The first card that is asked for is that of `dataset`, the second that of `transfer`.
  let asked = 0
  return checkText({ file, set, subjects, variant }, text, () => {
    return cards[asked++] ?? fail('job-refused', { field: 'transferCard', found: undefined })
  })
}

function cardFrom(card: unknown, field: string): DatasetCard {
  const parsed = cardSchema.safeParse(card)
  if (parsed.success) return { ...parsed.data, file: `${parsed.data.name}.yaml` }
  const [{ path, message }] = parsed.error.issues
  return fail('job-refused', { field: `${field}.${path.join('.')}`, found: message })
}

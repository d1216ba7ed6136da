import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadModelCard } from '../encoders/card.ts'
import type { OnMissing } from '../encoders/card-schema.ts'
import type { EncodeOptions } from '../encoders/encode.ts'
import { type InspectedInput, inspectInput } from '../encoders/inspect-input.ts'
import { asFailure, fail, type NeurarrowError } from '../errors.ts'
import type { Contamination } from '../evaluation/contamination.ts'
import { parsePipeline } from '../pipeline/parse.ts'
import { wordsOf } from '../tables/table.ts'
import { type PipelineRequest, readDocument, takesModel } from './prepare.ts'
import { runPipeline } from './run.ts'
import { contaminationOfRun } from './run-contamination.ts'

/** What one recording gives a model, or why the model does not take it. */
export interface CheckedRecording {
  readonly recording: string
  readonly input?: InspectedInput
  readonly failure?: NeurarrowError
}

/** What a pipeline gives a model. */
export interface CheckedInputs {
  readonly recordings: readonly CheckedRecording[]
  /** Whom of these people the model has met before. */
  readonly contamination: readonly Contamination[]
}

/**
 * Runs the stages of a pipeline in front of the first that runs a model, and checks what comes out
 * against the contract of its card: unit, rate, lengths, channels, scale. The model is not run.
 *
 * @throws {NeurarrowError} `arguments-invalid` when no `encode` or `tokenize` of the pipeline runs
 *   the model, and as `runPipeline`
 */
export async function checkInputs(
  request: PipelineRequest,
  model: string,
  workers: number,
): Promise<CheckedInputs> {
  const onMissing = missingOf(request, model)
  const store = await mkdtemp(join(tmpdir(), 'neurarrow-check-'))
  try {
    const run = await runPipeline({ ...request, before: model }, { store, workers, strict: true })
    const card = loadModelCard(model)
    const recordings: CheckedRecording[] = []
    const subjects = new Set<string>()
    for (const { recording, key } of run.rows) {
      const table = await run.store.get(key)
      for (const subject of wordsOf(table, 'subject')) subjects.add(subject)
      recordings.push({ recording, ...inspected(() => inspectInput(card, table, onMissing)) })
    }
    return { recordings, contamination: contaminationOfRun(run.checked, [...subjects], [model]) }
  } finally {
    await rm(store, { recursive: true, force: true })
  }
}

function inspected(look: () => InspectedInput): Omit<CheckedRecording, 'recording'> {
  try {
    return { input: look() }
  } catch (thrown) {
    return { failure: asFailure(thrown) }
  }
}

/** How the stage that runs the model takes missing channels. */
function missingOf({ file }: PipelineRequest, model: string): OnMissing {
  const { stages } = parsePipeline(readDocument(file), file)
  const found = stages.find((bound) => takesModel(bound, model))
  if (found) return (found.options as EncodeOptions).onMissing
  return fail('arguments-invalid', { option: '--on', file, expected: `a stage that runs ${model}` })
}

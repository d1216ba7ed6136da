import type { NeurarrowError } from '../errors.ts'
import type { CheckedInputs } from '../execution/check-inputs.ts'
import { failureText, printTable, say } from './output.ts'
import { workersFrom } from './workers.ts'

/** What a pipeline gives one model. */
export interface ModelInputs extends CheckedInputs {
  readonly model: string
}

/** Which pipeline, and whose recordings. */
export interface InputsRequest {
  readonly file: string
  readonly subjects?: string
}

/** Names of the models that a pipeline feeds recordings to, each once. */
export async function modelsFed({ file }: InputsRequest): Promise<string[]> {
  const { parsePipeline } = await import('../pipeline/parse.ts')
  const { readDocument, takesModel } = await import('../execution/prepare.ts')
  const { stages } = parsePipeline(readDocument(file), file)
  const named = stages.flatMap((bound) => bound.stage.models?.(bound.options) ?? [])
  return [...new Set(named)].filter((name) => stages.some((bound) => takesModel(bound, name)))
}

/**
 * Checks what a pipeline feeds to models.
 *
 * @throws {NeurarrowError} as `checkInputs`
 */
export async function inputsOf(
  models: readonly string[],
  request: InputsRequest,
): Promise<ModelInputs[]> {
  const { checkInputs } = await import('../execution/check-inputs.ts')
  const found: ModelInputs[] = []
  for (const model of models) {
    found.push({ model, ...(await checkInputs(request, model, workersFrom(undefined))) })
  }
  return found
}

/** What is wrong with recordings that models are fed. */
export function inputFailures(inputs: readonly ModelInputs[]): NeurarrowError[] {
  return inputs.flatMap(({ recordings }) => recordings.flatMap(({ failure }) => failure ?? []))
}

/** Prints a line for each recording, then each different thing that is wrong, and who was met. */
export function printInputs(inputs: readonly ModelInputs[]): void {
  process.stdout.write('\n')
  printTable(
    ['model', 'recording', 'state', 'windows', 'channels', 'unit', 'rateHz', 'median |x|'],
    inputs.flatMap(({ model, recordings }) =>
      recordings.map(({ recording, input, failure }) => [
        ...[model, recording, failure?.code ?? 'ok', input?.rows],
        ...[input && `${Math.round(100 * input.share)} %`, input?.unit, input?.rateHz],
        input?.medianAbs.toPrecision(3),
      ]),
    ),
  )
  for (const text of new Set(inputFailures(inputs).map(failureText))) say(text)
  for (const { contamination } of inputs) {
    for (const { model, dataset, subjects } of contamination) {
      const whom = subjects ? subjects.join(', ') : 'all people'
      say(`${model} was pretrained on ${dataset}, ${whom} of these recordings`)
    }
  }
}

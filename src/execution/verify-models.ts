import { loadModelCard } from '../encoders/card.ts'
import { verifyModel } from '../encoders/verify-model.ts'
import type { BoundStage } from '../pipeline/parse.ts'

/** The models that stages name, each once, in the order of the pipeline. */
export function modelNames(stages: readonly BoundStage[]): string[] {
  const names = stages.flatMap(({ stage, options }) => stage.models?.(options) ?? [])
  return [...new Set(names)]
}

/**
 * Checks the models of a pipeline before anything is run; what a device makes of their golden
 * input is checked by each thread that runs them.
 *
 * @throws {NeurarrowError} as `verifyModel`
 */
export async function verifyModels(stages: readonly BoundStage[]): Promise<void> {
  for (const name of modelNames(stages)) await verifyModel(loadModelCard(name))
}

import { loadModelCard } from '../encoders/card.ts'
import { verifyModel } from '../encoders/verify-model.ts'
import type { Pipeline } from '../pipeline/parse.ts'
import { layersOf } from './see-images.ts'

/** The models that stages and metrics name, each once, in the order of the pipeline. */
export function modelNames({ stages, evaluate }: Pick<Pipeline, 'stages' | 'evaluate'>): string[] {
  const names = stages.flatMap(({ stage, options }) => stage.models?.(options) ?? [])
  const looked = layersOf(evaluate?.metrics ?? []).map(({ model }) => model)
  return [...new Set([...names, ...looked])]
}

/**
 * Checks the models of a pipeline before anything is run; what a device makes of their golden
 * input is checked by each thread that runs them.
 *
 * @throws {NeurarrowError} as `verifyModel`
 */
export async function verifyModels(pipeline: Pipeline): Promise<void> {
  for (const name of modelNames(pipeline)) await verifyModel(loadModelCard(name))
}

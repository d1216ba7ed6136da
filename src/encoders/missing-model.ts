import { fail } from '../errors.ts'
import type { ModelCard } from './card.ts'

/**
 * Says that a file of a model is not there, and how it comes: by a pull, or by the recipe.
 *
 * @throws {NeurarrowError} `model-missing` always
 */
export function missingModel(card: ModelCard, file?: string, cause?: unknown): never {
  const { name: model, source } = card
  const isPulled = card.graphs.some((graph) => graph.from !== undefined)
  const pull = isPulled ? `\`neurarrow models pull ${model}\` brings it` : undefined
  const remedy = card.licence.pull === 'forbidden' ? recipeWords(card) : pull
  return fail('model-missing', { model, file, source, remedy: remedy ?? recipeWords(card) }, cause)
}

/** What the user of a model without weights can do, by its card. */
export function recipeWords({ recipe }: ModelCard): string | undefined {
  if (recipe === undefined) return undefined
  const { script, checkpoint, missing } = recipe
  if (script === undefined) return `there is no recipe yet: ${missing}`
  return `run ${script} on its checkpoint${checkpoint === undefined ? '' : `: ${checkpoint}`}`
}
